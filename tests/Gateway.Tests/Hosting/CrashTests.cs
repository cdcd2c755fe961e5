using System.Collections.Concurrent;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Link;
using Tegument.Contracts.Posture;
using Tegument.Gateway.Tests.Support;
using Xunit.Abstractions;

namespace Tegument.Gateway.Tests.Hosting;

public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_clean_stop_keeps_bans_posture_and_tokens()
    {
        await using (var silo = await SiloProcess.Start(_directory.Path))
        {
            using var client = silo.Client("operator");
            await client.BanAsync(new BanCreate(Given.Prefix("203.0.113.30"), "keep", 3600));
            await client.SetPostureAsync(new PosturePut(PostureLevel.Hardened, "keep"));
            (await silo.Stop()).ShouldBe(0);
            File.Exists(_directory["tegument.db-wal"]).ShouldBeFalse("a clean stop folds the log into the database");
        }

        await using var again = await SiloProcess.Start(_directory.Path);
        again.Lines.ShouldNotContain(line => line.StartsWith("token written", StringComparison.Ordinal));
        using var later = again.Client("operator");
        (await later.BansAsync()).Bans.ShouldHaveSingleItem().SecondsLeft.ShouldBeInRange(1, 3600);
        (await later.PostureAsync()).Level.ShouldBe(PostureLevel.Hardened);
    }

    [Fact]
    public async Task A_batch_resent_after_a_restart_changes_nothing()
    {
        var batch = Given.Scan("web1", "s1", 7, "198.51.100.30");
        long revision;
        await using (var silo = await SiloProcess.Start(_directory.Path))
        {
            await using var link = await TegumentLink.ConnectAsync(silo.As("agent"), Given.Hello("web1"));
            await link.Deliver(batch);
            using var client = silo.Client("operator");
            revision = (await client.BansAsync()).Bans.ShouldHaveSingleItem().Revision;
            await silo.Kill();
        }

        await using var again = await SiloProcess.Start(_directory.Path);
        await using var resent = await TegumentLink.ConnectAsync(again.As("agent"), Given.Hello("web1"));
        (await resent.Deliver(batch)).Refusal.ShouldBeNull();
        using var later = again.Client("operator");
        (await later.BansAsync()).Bans.ShouldHaveSingleItem().Revision.ShouldBe(revision);
        resent.Welcome.Position.Revision.ShouldBe(revision);
    }

    [Fact]
    public async Task Killed_at_random_moments_the_silo_loses_no_acknowledged_ban()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var acknowledged = new ConcurrentDictionary<string, bool>();
        for (var round = 0; round < 8; round++)
        {
            await using var silo = await SiloProcess.Start(_directory.Path);
            await Held(silo, acknowledged);
            await First(silo, acknowledged, round);
            var writers = new[] { Ban(silo, acknowledged, round, 1), Ban(silo, acknowledged, round, 2), Scan(silo, acknowledged, round) };
            await Task.Delay(random.Next(20, 400));
            await silo.Kill();
            await Task.WhenAll(writers);
        }

        await using var last = await SiloProcess.Start(_directory.Path);
        await Held(last, acknowledged);
        output.WriteLine($"{acknowledged.Count} bans acknowledged");
        acknowledged.Count.ShouldBeGreaterThan(20);
    }

    private static async Task Held(SiloProcess silo, ConcurrentDictionary<string, bool> acknowledged)
    {
        using var client = silo.Client("operator");
        var held = new HashSet<string>();
        await foreach (var ban in client.AllBansAsync()) held.Add(ban.Address.ToString());
        acknowledged.Keys.Where(address => !held.Contains(address)).ShouldBeEmpty();
    }

    /// <summary>A fresh process compiles its first call for a while: without this, most rounds would kill it before anything is acknowledged.</summary>
    private static async Task First(SiloProcess silo, ConcurrentDictionary<string, bool> acknowledged, int round)
    {
        using var client = silo.Client("operator");
        var address = $"198.18.{round * 10}.1";
        await client.BanAsync(new BanCreate(IpPrefix.Parse(address), "crash"));
        acknowledged[address] = true;
    }

    private static async Task Ban(SiloProcess silo, ConcurrentDictionary<string, bool> acknowledged, int round, int writer)
    {
        using var client = silo.Client("operator");
        try
        {
            for (var i = 1; ; i++)
            {
                var address = $"198.18.{(round * 10) + writer}.{i % 250}";
                await client.BanAsync(new BanCreate(IpPrefix.Parse(address), "crash"));
                acknowledged[address] = true;
            }
        }
        catch (Exception e) when (e is SiloUnreachableException or TegumentApiException)
        {
            // Killed: what was not answered was not promised.
        }
    }

    private static async Task Scan(SiloProcess silo, ConcurrentDictionary<string, bool> acknowledged, int round)
    {
        try
        {
            await using var link = await TegumentLink.ConnectAsync(silo.As("agent"), Given.Hello("web1"));
            for (var i = 1; ; i++)
            {
                string[] sources = [$"198.19.{round}.{i % 250}", $"2001:db8:{round:x}:{i:x}::1"];
                var batch = Given.Scan("web1", $"run{round}", i, sources);
                await link.SendAsync(new BatchFrame(batch));
                while (await link.ReceiveAsync() is not AckFrame)
                {
                }

                acknowledged[sources[0]] = true;
                acknowledged[$"2001:db8:{round:x}:{i:x}::/64"] = true;
            }
        }
        catch (SiloUnreachableException)
        {
            // Killed.
        }
    }
}
