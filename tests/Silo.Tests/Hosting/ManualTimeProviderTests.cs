using Tegument.Silo.Hosting;

namespace Tegument.Silo.Tests.Hosting;

public sealed class ManualTimeProviderTests
{
    private static readonly DateTimeOffset Start = new(2020, 2, 2, 0, 0, 0, TimeSpan.Zero);
    private readonly ManualTimeProvider _clock = new(Start);
    private readonly List<string> _fired = [];

    [Fact]
    public void It_moves_when_told_and_never_back()
    {
        _clock.Advance(TimeSpan.FromSeconds(5));
        _clock.AdvanceTo(Start);
        _clock.Advance(TimeSpan.FromSeconds(-1));
        _clock.GetUtcNow().ShouldBe(Start.AddSeconds(5));
        _clock.GetElapsedTime(Start.UtcTicks).ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Timers_fire_in_the_order_they_come_due_each_at_its_time()
    {
        Timer("late", 3, 0);
        Timer("often", 1, 1);
        Timer("early", 2, 0);
        _clock.Advance(TimeSpan.FromSeconds(3.5));
        _fired.ShouldBe(["often@1", "early@2", "often@2", "late@3", "often@3"]);
        _clock.GetUtcNow().ShouldBe(Start.AddSeconds(3.5));
    }

    [Fact]
    public void A_timer_set_by_another_fires_in_the_same_advance()
    {
        _clock.CreateTimer(_ => Timer("second", 1, 0), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(5));
        _fired.ShouldBe(["second@2"]);
    }

    [Fact]
    public void A_changed_timer_fires_as_changed_and_a_disposed_one_not_at_all()
    {
        var changed = Timer("changed", 1, 1);
        Timer("disposed", 1, 1).Dispose();
        changed.Change(TimeSpan.FromSeconds(4), Timeout.InfiniteTimeSpan).ShouldBeTrue();
        _clock.Advance(TimeSpan.FromSeconds(10));
        _fired.ShouldBe(["changed@4"]);
        changed.Dispose();
        changed.Change(TimeSpan.Zero, TimeSpan.Zero).ShouldBeFalse();
    }

    [Fact]
    public void A_timer_pushed_back_for_ever_leaves_nothing_behind_and_fires_once()
    {
        var timer = Timer("idle", 1, 0);
        for (var i = 0; i < 100_000; i++) timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(2));
        _fired.ShouldBe(["idle@1"]);
    }

    [Fact]
    public void A_leap_of_years_ends_and_is_counted()
    {
        var ticks = 0;
        _clock.CreateTimer(_ => ticks++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _clock.AdvanceTo(Start.AddYears(10));
        ticks.ShouldBe(ManualTimeProvider.MaxFiringsPerAdvance + 1);
        _clock.CoalescedAdvances.ShouldBe(1);
        _clock.GetUtcNow().ShouldBe(Start.AddYears(10));
    }

    [Fact]
    public void A_callback_cannot_advance_the_clock()
    {
        _clock.CreateTimer(_ => _clock.Advance(TimeSpan.FromDays(1)), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        Timer("other", 3, 0);
        Should.Throw<InvalidOperationException>(() => _clock.Advance(TimeSpan.FromSeconds(2) + TimeSpan.FromDays(1)));
        _clock.Advance(TimeSpan.FromSeconds(5));
        _fired.ShouldBe(["other@3"]);
    }

    private ITimer Timer(string name, double due, double period) =>
        _clock.CreateTimer(
            _ => _fired.Add($"{name}@{(_clock.GetUtcNow() - Start).TotalSeconds}"), null, TimeSpan.FromSeconds(due),
            period > 0 ? TimeSpan.FromSeconds(period) : Timeout.InfiniteTimeSpan);
}
