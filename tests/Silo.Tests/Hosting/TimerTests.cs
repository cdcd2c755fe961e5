using Tegument.Silo.Tests.Hosting.Grains;

namespace Tegument.Silo.Tests.Hosting;

public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_timer_ticks_when_due_and_then_by_its_period_inside_the_advance()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITickingGrain>("t");
        await grain.Start(2 * Second, 5 * Second, false);
        host.Clock.Advance(1.9 * Second);
        host.Journal.Lines.ShouldBeEmpty();
        host.Clock.Advance(20 * Second);
        host.Journal.Lines.ShouldBe(["2", "7", "12", "17"]);
        (await grain.Ticks()).ShouldBe(4);
    }

    [Fact]
    public async Task A_period_begins_when_the_tick_has_ended()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITickingGrain>("t");
        var gate = new TaskCompletionSource();
        await grain.Hold(gate.Task);
        await grain.Start(Second, Second, false);
        host.Clock.Advance(10 * Second);
        host.Journal.Lines.ShouldBe(["1"]);
        gate.SetResult();
        (await grain.Ticks()).ShouldBe(1);
        await Eventually(() =>
        {
            host.Clock.Advance(Second);
            return host.Journal.Lines.Length > 1;
        });
    }

    [Fact]
    public async Task A_tick_waits_its_turn_like_a_call()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITickingGrain>("t");
        await grain.Start(Second, Timeout.InfiniteTimeSpan, false);
        var gate = new TaskCompletionSource();
        var call = grain.WaitFor(gate.Task);
        host.Clock.Advance(2 * Second);
        host.Journal.Lines.ShouldBeEmpty();
        gate.SetResult();
        await call;
        (await grain.Ticks()).ShouldBe(1);
    }

    [Fact]
    public async Task An_interleaving_tick_runs_while_a_call_awaits()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITickingGrain>("t");
        await grain.Start(Second, Second, true);
        var gate = new TaskCompletionSource();
        var call = grain.WaitFor(gate.Task);
        host.Clock.Advance(3 * Second);
        host.Journal.Lines.ShouldBe(["1", "2", "3"]);
        gate.SetResult();
        await call;
        (await grain.Ticks()).ShouldBe(3);
    }

    [Fact]
    public async Task A_failing_tick_is_counted_and_the_timer_goes_on()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITickingGrain>("t");
        await grain.Start(Second, Second, false);
        await grain.FailNext();
        host.Clock.Advance(3 * Second);
        host.Journal.Lines.ShouldBe(["1", "2", "3"]);
        host.Host.Statistics.FailedTicks.ShouldBe(1);
    }

    [Fact]
    public async Task A_changed_timer_follows_the_change_and_a_stopped_one_is_silent()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITickingGrain>("t");
        await grain.Start(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, false);
        host.Clock.Advance(100 * Second);
        await grain.Change(Second, 2 * Second);
        host.Clock.Advance(5 * Second);
        host.Journal.Lines.ShouldBe(["101", "103", "105"]);
        await grain.Stop();
        host.Clock.Advance(5 * Second);
        host.Journal.Lines.Length.ShouldBe(3);
    }

    [Fact]
    public async Task Timers_end_with_their_activation()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITickingGrain>("t");
        await grain.Start(Second, Second, false);
        await grain.End();
        host.Clock.Advance(5 * Second);
        host.Journal.Lines.ShouldBeEmpty();
        host.Host.Statistics.Active.ShouldBe(0);
    }

    [Fact]
    public async Task Impossible_times_are_refused()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITickingGrain>("t");
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => grain.Start(-2 * Second, Second, false));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => grain.Start(Second, TimeSpan.Zero, false));
    }

    internal static async Task Eventually(Func<bool> condition)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); !condition(); await Task.Delay(5))
        {
            (DateTime.UtcNow < deadline).ShouldBeTrue("the condition did not come true within 30 s");
        }
    }
}
