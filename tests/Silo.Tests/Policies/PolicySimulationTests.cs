using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Policy;
using Tegument.Contracts.Posture;
using Tegument.Silo.Policy;
using Tegument.Silo.Policy.Simulation;
using Tegument.Silo.Policy.Text;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Tests.Policies;

public sealed class PolicySimulationTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly PostureStep[] Balanced = [new(DateTimeOffset.MinValue, PostureLevel.Balanced)];

    [Fact]
    public void Two_equal_policies_change_nobody()
    {
        var (totals, banned, spared) = Simulate("", Balanced, Scan("203.0.113.1", 20, 0), Scan("203.0.113.2", 3, 0));
        (totals.BannedByRunning, totals.BannedByProposed, totals.NewlyBanned, totals.Spared).ShouldBe((1, 1, 0, 0));
        banned.ShouldBeEmpty();
        spared.ShouldBeEmpty();
    }

    [Fact]
    public void Growth_over_minutes_decays_by_each_policy()
    {
        // Four ports every ten minutes: with a half-life of ten minutes never more than 80, with one of a day soon.
        var growth = Enumerable.Range(1, 12).Select(i => Scan("203.0.113.1", 4 * i, 10 * i)).ToArray();
        var (_, banned, _) = Simulate("reputation: { half-life: 1d }", Balanced, growth);
        banned.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            change => change.At.ShouldBe(Start.AddMinutes(30)), change => change.RunningScore.ShouldBeLessThan(100), change => change.TtlSeconds.ShouldBe(600));
    }

    [Fact]
    public void The_postures_that_were_in_force_decide()
    {
        PostureStep[] postures =
            [new(DateTimeOffset.MinValue, PostureLevel.Explore), new(Start.AddMinutes(10), PostureLevel.Balanced), new(Start.AddMinutes(20), PostureLevel.Hardened)];
        var (totals, _, spared) = Simulate(
            "reputation: { thresholds: { hardened: 90 } }", postures, Scan("203.0.113.1", 20, 0, halved: true), Scan("203.0.113.2", 20, 12), Scan("203.0.113.3", 8, 19));
        totals.BannedByRunning.ShouldBe(3);
        spared.ShouldHaveSingleItem().Address.ShouldBe("203.0.113.3");
    }

    [Fact]
    public void An_ipv6_network_is_one_source()
    {
        var (totals, banned, _) = Simulate("reputation: { thresholds: { balanced: 60 } }", Balanced, Scan("2001:db8::1", 4, 1), Scan("2001:db8::2", 4, 0));
        totals.Sources.ShouldBe(1);
        banned.ShouldHaveSingleItem().Address.ShouldBe("2001:db8::/64");
    }

    [Fact]
    public void Lists_are_bounded_and_totals_are_not()
    {
        var scans = Enumerable.Range(0, 1500).Select(i => Scan($"10.0.{i / 250}.{i % 250}", 7, 0)).OrderBy(scan => scan.Item.Source).ToArray();
        var (totals, banned, _) = Simulate("reputation: { thresholds: { balanced: 60 } }", Balanced, scans);
        (totals.NewlyBanned, banned.Length).ShouldBe((1500, PolicySimulation.MaxListed));
    }

    private static (SimulationTotals Totals, SimulatedChange[] Banned, SimulatedChange[] Spared) Simulate(string proposed, PostureStep[] postures, params RecordedEvidence[] evidence)
    {
        var rules = new ProtectionRules(new ProtectionOptions());
        var policy = PolicyText.Read(proposed).Policy.ShouldNotBeNull();
        var simulation = new PolicySimulation(new SimulatedPolicy(ReputationPolicy.Default, rules), new SimulatedPolicy(policy.Reputation, rules), postures);
        foreach (var item in evidence) simulation.Take(item);
        var totals = simulation.Finish(out var banned, out var spared);
        return (totals, banned, spared);
    }

    // Twice the ports when ten minutes of decay are to be outlived.
    private static RecordedEvidence Scan(string source, int ports, int minute, bool halved = false)
    {
        var at = Start.AddMinutes(minute);
        var count = halved ? 2 * ports : ports;
        return new RecordedEvidence(at, "web1", "s1", new EvidenceItem(IpKey.Parse(source), EvidenceKind.PortScan, Techniques.Syn, 1, count, count, 1, at, at, Verified: true));
    }
}
