using Xunit.Abstractions;

namespace Tegument.Host.Tests.Enforce;

/// <summary>What others do to our table comes back, at once: the slow period of these tests is far longer than their patience.</summary>
public sealed class RepairTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(10);

    [SkippableFact]
    public void Elements_deleted_behind_our_back_return_and_the_report_tells()
    {
        using var network = new EnforcedNetwork(proofPeriod: Never);
        network.Snapshot(("10.77.1.2", 600), ("192.0.2.7", 600));
        network.WaitUntilEnforced(2);
        network.Status.Repaired.ShouldBe(0, "our own changes are not mistaken for others'");
        network.Nft("delete element inet tegument v4 { 10.77.1.2 }");
        EnforcedNetwork.Eventually(() => network.Status.LastRepair is { Missing: 1 }, () => network.Status.ToString());
        network.WaitUntilEnforced(2);
        network.Elements("v4").ShouldBe(["10.77.1.2", "192.0.2.7"]);
        network.Reaches("10.77.1.1").ShouldBeFalse();
    }

    [SkippableFact]
    public void Elements_that_nobody_decided_go()
    {
        using var network = new EnforcedNetwork(proofPeriod: Never);
        network.Snapshot(("192.0.2.7", 600));
        network.WaitUntilEnforced(1);
        network.Nft("add element inet tegument v4 { 10.77.1.2 }");
        EnforcedNetwork.Eventually(() => network.Status.LastRepair is { Unwanted: 1 }, () => network.Status.ToString());
        network.Elements("v4").ShouldBe(["192.0.2.7"]);
    }

    [SkippableTheory]
    [InlineData("flush ruleset")]
    [InlineData("delete table inet tegument")]
    [InlineData("flush chain inet tegument input")]
    [InlineData("flush set inet tegument v4")]
    [InlineData("insert rule inet tegument input accept")]
    [InlineData("add table inet tegument { flags dormant; }")]
    [InlineData("delete table inet tegument; add table inet tegument; add set inet tegument v4 { type ipv4_addr; flags interval; }")]
    [InlineData("flush chain inet tegument input; delete chain inet tegument input; add chain inet tegument input { type filter hook output priority 0; policy drop; }")]
    [InlineData("delete element inet tegument v4 { 10.77.1.2 }; add element inet tegument v4 { 10.77.1.2 timeout 5s }")]
    [InlineData("delete element inet tegument v4 { 10.77.1.2 }; add element inet tegument v4 { 10.77.1.2 }")]
    public void Whatever_is_done_to_our_table_is_put_right(string command)
    {
        using var network = new EnforcedNetwork(proofPeriod: Never);
        network.Snapshot(("10.77.1.2", 600), ("198.51.100.0/24", 600));
        network.WaitUntilEnforced(2);
        network.Nft(command);
        EnforcedNetwork.Eventually(() => network.Status.LastRepair is not null, () => network.Status.ToString());
        output.WriteLine(network.Status.LastRepair!.ToString());
        network.WaitUntilEnforced(2);
        network.Reaches("10.77.1.1").ShouldBeFalse();
        network.Reaches("10.77.1.1", from: "10.77.1.3").ShouldBeTrue();
        network.Elements("v4").ShouldBe(["10.77.1.2"]);
        network.Elements("v4_24").ShouldBe(["198.51.100.0"]);
    }

    [SkippableFact]
    public void Another_tables_rules_are_never_touched()
    {
        using var network = new EnforcedNetwork(proofPeriod: Never);
        network.Nft("add table inet other; add set inet other v4 { type ipv4_addr; }; add element inet other v4 { 192.0.2.1 }");
        network.Snapshot(("192.0.2.7", 600));
        network.WaitUntilEnforced(1);
        network.Executor.Flush("test", "leave nothing").GetAwaiter().GetResult().ShouldBe(new(1, null));
        var left = network.Host.Run("nft", "list", "ruleset").Output;
        left.ShouldContain("table inet other");
        left.ShouldContain("192.0.2.1");
        left.ShouldNotContain("tegument");
    }

    [SkippableFact]
    public void After_a_flush_nothing_is_repaired_and_a_restart_stays_observe_only()
    {
        using var network = new EnforcedNetwork(proofPeriod: TimeSpan.FromSeconds(1));
        network.Snapshot(("10.77.1.2", 600));
        network.WaitUntilEnforced(1);
        network.Executor.Flush("test", "locked out").GetAwaiter().GetResult().Removed.ShouldBe(1);
        network.Status.ObserveOnly.ShouldBeTrue();
        var proofs = network.Status.Proofs;
        EnforcedNetwork.Eventually(() => network.Status.Proofs > proofs + 1);
        network.Host.Run("nft", "list", "tables").Output.ShouldBeEmpty();

        network.Restart();
        EnforcedNetwork.Eventually(() => network.Status is { ObserveOnly: true, Held: 1 }, () => network.Status.ToString());
        network.Status.Enforced.ShouldBe(0);
        network.Host.Run("nft", "list", "tables").Output.ShouldBeEmpty();
        network.Reaches("10.77.1.1").ShouldBeTrue();
    }

    [SkippableFact]
    public void A_local_flush_beside_a_running_executor_wins()
    {
        using var network = new EnforcedNetwork(proofPeriod: Never);
        network.Snapshot(("10.77.1.2", 600));
        network.WaitUntilEnforced(1);
        ThreadNamespace.Run(network.Host.Path, () =>
            Sensor.Enforce.Nftables.LocalFlush.Run(network.Data, "root", "flush --local", DateTimeOffset.UtcNow)).ShouldBeNull();
        EnforcedNetwork.Eventually(() => network.Status.ObserveOnly, () => network.Status.ToString());
        network.Host.Run("nft", "list", "tables").Output.ShouldBeEmpty();
    }

    [SkippableFact]
    public void A_restart_keeps_the_kernels_elements_and_the_count_of_dropped_packets()
    {
        using var network = new EnforcedNetwork(proofPeriod: Never);
        network.Snapshot(("10.77.1.2", 600));
        network.WaitUntilEnforced(1);
        network.Reaches("10.77.1.1").ShouldBeFalse();
        network.Executor.Prove();
        EnforcedNetwork.Eventually(() => network.Status.DroppedByBans > 0);
        var dropped = network.Status.DroppedByBans;

        network.Restart();
        EnforcedNetwork.Eventually(() => network.Status is { Enforced: 1, Stale: null }, () => network.Status.ToString());
        network.Status.LastRepair.ShouldBeNull("the kernel held all of it");
        network.Status.DroppedByBans.ShouldBeGreaterThanOrEqualTo(dropped);
    }

    [SkippableFact]
    public void A_lost_file_is_made_up_for_by_what_the_kernel_holds()
    {
        using var network = new EnforcedNetwork(proofPeriod: Never);
        network.Snapshot(("10.77.1.2", 600), ("192.0.2.0/24", 600));
        network.WaitUntilEnforced(2);
        network.Executor.Dispose();
        File.WriteAllText(Path.Combine(network.Data, "bans.state"), "scribble");

        network.Restart();
        EnforcedNetwork.Eventually(() => network.Status is { Enforced: 2, Decided: 2, SnapshotNeeded: true }, () => network.Status.ToString());
        File.Exists(Path.Combine(network.Data, "bans.state.damaged")).ShouldBeTrue();
        network.Snapshot(("10.77.1.2", 600));
        network.WaitUntilEnforced(1);
    }
}
