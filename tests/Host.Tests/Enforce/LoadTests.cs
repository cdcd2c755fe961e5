using System.Diagnostics;
using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Enforce.Nftables;
using Xunit.Abstractions;

namespace Tegument.Host.Tests.Enforce;

public sealed class LoadTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void A_hundred_thousand_bans_load_and_reading_them_back_takes_little_memory()
    {
        const int count = 100_000;
        using var network = new EnforcedNetwork();
        network.WaitUntilStarted();
        var watch = Stopwatch.StartNew();
        network.Submit(isSnapshot: true, Addresses(count));
        EnforcedNetwork.Eventually(() => network.Status is { Decided: count } s && s.Enforced == count, () => network.Status.ToString());
        output.WriteLine($"{count} bans decided, in the kernel and proven after {watch.ElapsedMilliseconds} ms");

        GC.Collect();
        var before = ResidentAnonymousKb();
        for (var proofs = network.Status.Proofs + 3; network.Status.Proofs < proofs;)
        {
            network.Executor.Prove();
            Thread.Sleep(20);
        }

        var grown = ResidentAnonymousKb() - before;
        output.WriteLine($"reading back and comparing {count} takes {network.Status.ProofTook.TotalMilliseconds} ms, memory grew by {grown} KB");
        grown.ShouldBeLessThan(64 * 1024, "libnftables' own listing takes 195 MB for as many");

        var delays = new double[200];
        for (var i = 0; i < delays.Length; i++)
        {
            watch.Restart();
            network.Delta(($"203.0.113.{i}", 600));
            SpinWait.SpinUntil(() => network.IsCommitted);
            delays[i] = watch.Elapsed.TotalMilliseconds;
            Thread.Sleep(25);
        }

        Array.Sort(delays);
        output.WriteLine($"{delays.Length} single bans on top, proofs going on: p50 {delays[100]:F2} ms, p99 {delays[198]:F2} ms, most {delays[199]:F2} ms");
        network.WaitUntilEnforced(count + delays.Length);
    }

    [SkippableFact]
    public void Others_who_keep_changing_their_rules_do_not_make_the_proof_stale()
    {
        const int count = 20_000;
        using var network = new EnforcedNetwork();
        network.Submit(isSnapshot: true, Addresses(count));
        network.WaitUntilEnforced(count);
        var churn = network.Host.Start("sh", "-c", "while true; do nft add table ip other; nft delete table ip other; done");
        var proofs = network.Status.Proofs;
        EnforcedNetwork.Eventually(() => network.Status.Proofs >= proofs + 5, () => network.Status.ToString());
        network.Status.Stale.ShouldBeNull();
        network.Status.Enforced.ShouldBe(count);
        network.Status.Repaired.ShouldBe(0);
        network.Status.ForeignChanges.ShouldBeGreaterThan(0);
        churn.Kill(entireProcessTree: true);
        churn.WaitForExit();
    }

    [SkippableFact]
    public void A_refused_element_stands_alone_and_is_named()
    {
        // The kernel's set is smaller than the executor believes: exactly one of these is refused, and the others must not be.
        using var network = new EnforcedNetwork(new NftablesOptions { SetSize = 100 });
        network.Submit(isSnapshot: true, Addresses(101));
        EnforcedNetwork.Eventually(() => network.Status is { Enforced: 100, Stale: not null }, () => network.Status.ToString());
        network.Status.RefusedByKernel.ShouldBeGreaterThanOrEqualTo(1);
        var culprit = network.Status.RefusedPrefixes.ShouldHaveSingleItem();
        network.Elements("v4").ShouldNotContain(culprit.Key.ToString());
        output.WriteLine($"{culprit.Key}: {culprit.Value}; {network.Status.Stale}");

        network.Delta((network.Elements("v4")[0], 0));
        network.WaitUntilEnforced(100);
        network.Elements("v4").ShouldContain(culprit.Key.ToString(), "once there is room the refused one gets in");
    }

    [SkippableFact]
    public void A_full_set_keeps_the_longest_bans_and_counts_the_rest()
    {
        using var network = new EnforcedNetwork(setCapacity: 2);
        network.Snapshot(("192.0.2.1", 100), ("192.0.2.2", 300), ("192.0.2.3", 200));
        EnforcedNetwork.Eventually(() => network.Status is { Decided: 2, Enforced: 2, Crowded: 1, Stale: null }, () => network.Status.ToString());
        network.Elements("v4").ShouldBe(["192.0.2.2", "192.0.2.3"]);
    }

    private static IEnumerable<(string, double)> Addresses(int count) =>
        Enumerable.Range(0, count).Select(i => (IpKey.FromIPv4(0x0B00_0000u + (uint)i).ToString(), 600.0 + (i % 100)));

    private static long ResidentAnonymousKb()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
