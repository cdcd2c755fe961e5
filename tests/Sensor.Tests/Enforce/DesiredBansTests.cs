using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Fleet;
using Tegument.Sensor.Enforce;
using Tegument.Sensor.Enforce.Protect;
using BanChanges = Tegument.Sensor.Enforce.BanChanges;

namespace Tegument.Sensor.Tests.Enforce;

public sealed class DesiredBansTests
{
    private const long Now = 5_000_000;
    private readonly DesiredBans _desired = new(1000, 1000);

    [Fact]
    public void A_snapshot_replaces_and_a_delta_changes()
    {
        Apply(Bans.Snapshot(1, ("192.0.2.1", 60), ("192.0.2.2", 60))).Texts().ShouldBe(["add 192.0.2.1", "add 192.0.2.2"]);
        Apply(Bans.Delta(2, ("192.0.2.1", 0), ("192.0.2.2", 600), ("192.0.2.3", 60))).Texts().ShouldBe(["add 192.0.2.3", "refresh 192.0.2.2", "remove 192.0.2.1"]);
        Apply(Bans.Snapshot(3, ("192.0.2.3", 60))).Texts().ShouldBe(["remove 192.0.2.2"]);
        _desired.Wanted.ShouldBe(1);
        _desired.Positions.Single().Revision.ShouldBe(3);
    }

    [Fact]
    public void The_same_ban_again_changes_nothing()
    {
        Apply(Bans.Snapshot(1, ("192.0.2.1", 60)));
        Apply(Bans.Snapshot(2, ("192.0.2.1", 60.4))).Count.ShouldBe(0);
    }

    [Fact]
    public void A_delta_of_an_unknown_ledger_asks_for_a_snapshot_and_changes_nothing()
    {
        Outcome(Bans.Delta(1, ("192.0.2.1", 60))).ShouldBe(DeltaOutcome.SnapshotNeeded);
        Apply(Bans.Snapshot(1, ("192.0.2.1", 60)));
        Outcome(Bans.Delta("another", 2, false, ("192.0.2.1", 0))).ShouldBe(DeltaOutcome.SnapshotNeeded);
        _desired.Wanted.ShouldBe(1);
    }

    [Fact]
    public void An_outdated_delta_is_ignored()
    {
        Apply(Bans.Snapshot(5, ("192.0.2.1", 60)));
        Outcome(Bans.Delta(4, ("192.0.2.1", 0))).ShouldBe(DeltaOutcome.Outdated);
        _desired.Wanted.ShouldBe(1);
    }

    [Fact]
    public void Seconds_left_that_are_no_number_or_beyond_all_bounds_do_no_harm()
    {
        Apply(Bans.Snapshot(1, ("192.0.2.1", double.NaN), ("192.0.2.2", -1), ("192.0.2.3", double.PositiveInfinity), ("192.0.2.4", double.MaxValue)));
        _desired.Wanted.ShouldBe(2);
        foreach (var (_, ban) in _desired.All) (ban.DeadlineMs - Now).ShouldBe((long)BanRequest.MaxTtl.TotalMilliseconds);
    }

    [Fact]
    public void A_protected_prefix_is_kept_apart_until_the_protection_ends()
    {
        var changes = new BanChanges();
        _desired.Protect(new ProtectionCheck(Protection.None with { Sessions = [IpKey.Parse("192.0.2.1")] }), changes);
        Apply(Bans.Snapshot(1, ("192.0.2.1", 60), ("192.0.2.0/24", 60), ("192.0.2.9", 60))).Texts().ShouldBe(["add 192.0.2.9"]);
        _desired.Protected.ShouldBe(2);

        _desired.Protect(new ProtectionCheck(Protection.None), changes);
        changes.Texts().ShouldBe(["add 192.0.2.0/24", "add 192.0.2.1"]);
        _desired.Wanted.ShouldBe(3);
    }

    [Fact]
    public void A_ban_that_becomes_protected_is_lifted_here()
    {
        Apply(Bans.Snapshot(1, ("192.0.2.1", 60)));
        var changes = new BanChanges();
        _desired.Protect(new ProtectionCheck(Protection.None with { Gateways = [IpKey.Parse("192.0.2.1")] }), changes);
        changes.Texts().ShouldBe(["remove 192.0.2.1"]);
    }

    [Fact]
    public void A_full_set_keeps_the_longest_bans_and_counts_the_rest()
    {
        var desired = new DesiredBans(1000, 2);
        var changes = new BanChanges();
        desired.Apply(Bans.Snapshot(1, ("192.0.2.1", 10), ("192.0.2.2", 30), ("192.0.2.3", 20), ("198.51.100.0/24", 5)).ToChange(Now), Now, changes);
        desired.Expire(Now, changes);
        Wanted(desired).ShouldBe(["192.0.2.2", "192.0.2.3", "198.51.100.0/24"], "another set has room of its own");
        desired.Crowded.ShouldBe(1);

        changes.Clear();
        desired.Expire(Now + 20_000, changes);
        Wanted(desired).ShouldBe(["192.0.2.2"]);

        desired.Apply(Bans.Delta(2, ("192.0.2.4", 100), ("192.0.2.5", 200), ("192.0.2.2", 0)).ToChange(Now + 20_000), Now + 20_000, changes);
        desired.Expire(Now + 20_000, changes);
        Wanted(desired).ShouldBe(["192.0.2.4", "192.0.2.5"], "room that becomes free is used");
        desired.Crowded.ShouldBe(0);
    }

    [Fact]
    public void More_bans_than_are_remembered_are_counted()
    {
        var desired = new DesiredBans(2, 1000);
        desired.Apply(Bans.Snapshot(1, ("192.0.2.1", 10), ("192.0.2.2", 30), ("192.0.2.3", 20)).ToChange(Now), Now, new BanChanges());
        desired.Wanted.ShouldBe(2);
        desired.Forgotten.ShouldBe(1);
    }

    [Fact]
    public void Another_change_of_the_same_prefix_in_one_round_becomes_a_refresh()
    {
        var changes = new BanChanges();
        _desired.Apply(Bans.Snapshot(1, ("192.0.2.1", 60)).ToChange(Now), Now, changes);
        _desired.Apply(Bans.Delta(2, ("192.0.2.1", 0)).ToChange(Now), Now, changes);
        changes.Texts().ShouldBe(["remove 192.0.2.1"]);
        _desired.Apply(Bans.Delta(3, ("192.0.2.1", 90)).ToChange(Now), Now, changes);
        changes.Texts().ShouldBe(["refresh 192.0.2.1"]);
    }

    private static string[] Wanted(DesiredBans desired) =>
        [.. desired.All.Where(b => b.Value.State == BanState.Wanted).Select(b => b.Key.ToString()).Order(StringComparer.Ordinal)];

    private DeltaOutcome Outcome(BanDelta delta) => _desired.Apply(delta.ToChange(Now), Now, new BanChanges());

    private BanChanges Apply(BanDelta delta)
    {
        var changes = new BanChanges();
        _desired.Apply(delta.ToChange(Now), Now, changes).ShouldBe(DeltaOutcome.Applied);
        return changes;
    }
}
