using Tegument.Sensor.Enforce;

namespace Tegument.Sensor.Tests.Enforce;

public sealed class DeltaInboxTests
{
    private readonly ManualTime _time = new();
    private readonly EnforcementClock _clock;

    public DeltaInboxTests() => _clock = new EnforcementClock(_time);

    [Fact]
    public void Deltas_coalesce_by_prefix_and_the_last_word_stands()
    {
        var inbox = new DeltaInbox(_clock, 1000);
        inbox.Put(Bans.Delta(2, ("192.0.2.1", 60))).ShouldBeTrue();
        inbox.Put(Bans.Delta(3, ("192.0.2.1", 0), ("192.0.2.2", 60))).ShouldBeTrue();
        var change = inbox.TakeAll(out var lost).Single();
        lost.ShouldBeEmpty();
        change.IsSnapshot.ShouldBeFalse();
        change.Position.Revision.ShouldBe(3);
        change.Targets.Count.ShouldBe(2);
        change.Targets.Single(t => t.IsLifted).Prefix.ShouldBe(Bans.Prefix("192.0.2.1"));
        inbox.TakeAll(out _).ShouldBeEmpty();
    }

    [Fact]
    public void A_snapshot_replaces_what_waits_and_a_delta_after_it_stays_a_snapshot()
    {
        var inbox = new DeltaInbox(_clock, 1000);
        inbox.Put(Bans.Delta(2, ("192.0.2.1", 60)));
        inbox.Put(Bans.Snapshot(5, ("192.0.2.2", 60)));
        inbox.Put(Bans.Delta(6, ("192.0.2.3", 60)));
        var change = inbox.TakeAll(out _).Single();
        change.IsSnapshot.ShouldBeTrue();
        change.Targets.Select(t => t.Prefix.ToString()).ShouldBe(["192.0.2.2", "192.0.2.3"]);
    }

    [Fact]
    public void A_delta_that_does_not_continue_what_waits_is_left_to_the_next_pull()
    {
        var inbox = new DeltaInbox(_clock, 1000);
        inbox.Put(Bans.Delta(5, ("192.0.2.1", 60)));
        inbox.Put(Bans.Delta(4, ("192.0.2.1", 0))).ShouldBeFalse();
        inbox.Put(Bans.Delta("another", 9, false, ("192.0.2.1", 0))).ShouldBeFalse();
        inbox.TakeAll(out _).Single().Targets.Single().IsLifted.ShouldBeFalse();
    }

    [Fact]
    public void Seconds_left_count_from_arrival_not_from_application()
    {
        var inbox = new DeltaInbox(_clock, 1000);
        var arrival = _clock.NowMs;
        inbox.Put(Bans.Delta(1, ("192.0.2.1", 60)));
        _time.Advance(TimeSpan.FromSeconds(20));
        inbox.TakeAll(out _).Single().Targets.Single().DeadlineMs.ShouldBe(arrival + 60_000);
    }

    [Fact]
    public void Beyond_its_bound_the_inbox_gives_up_and_asks_for_a_snapshot()
    {
        var inbox = new DeltaInbox(_clock, 2);
        inbox.Put(Bans.Delta(1, ("192.0.2.1", 60), ("192.0.2.2", 60), ("192.0.2.3", 60)));
        inbox.TakeAll(out var lost).ShouldBeEmpty();
        lost.ShouldBe([0]);
        inbox.Overflows.ShouldBe(1);
        inbox.TakeAll(out lost);
        lost.ShouldBeEmpty("said once");
    }
}
