using Orleans.Runtime;
using Tegument.Silo.Tests.Hosting.Grains;

namespace Tegument.Silo.Tests.Hosting;

public sealed class DeactivationTests
{
    [Fact]
    public async Task An_idle_grain_ends_and_comes_back_with_what_it_stored()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<IStoredGrain>("sleepy");
        await grain.Set(42);
        host.Clock.Advance(TimeSpan.FromMinutes(9));
        host.Host.Statistics.Active.ShouldBe(1);
        host.Clock.Advance(TimeSpan.FromMinutes(4));
        host.Host.Statistics.Active.ShouldBe(0);
        (await grain.Get()).ShouldBe(42);
        host.Journal.Lines.ShouldBe(["activate sleepy 0", "deactivate sleepy ActivationIdle", "activate sleepy 42"]);
    }

    [Fact]
    public async Task A_grain_in_use_stays()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<IStoredGrain>("busy");
        for (var minute = 0; minute < 60; minute++)
        {
            await grain.Get();
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        host.Journal.Lines.ShouldBe(["activate busy 0"]);
    }

    [Fact]
    public async Task A_grain_marked_to_be_kept_alive_stays()
    {
        await using var host = new HostUnderTest();
        await host.Grains.GetGrain<ITickingGrain>("kept").Ticks();
        host.Clock.Advance(TimeSpan.FromHours(5));
        host.Host.Statistics.Active.ShouldBe(1);
    }

    [Fact]
    public async Task A_grain_that_asks_for_it_ends_after_its_call()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<IStoredGrain>("tired");
        await grain.Set(1);
        await grain.End();
        host.Host.Statistics.Active.ShouldBe(0);
        (await grain.Get()).ShouldBe(1);
        host.Journal.Lines.ShouldContain("deactivate tired ApplicationRequested");
    }

    [Fact]
    public async Task Calls_during_a_slow_end_go_to_the_successor_and_see_what_it_stored()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<IStoredGrain>("slow");
        await grain.Set(3);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Storage.Gate = gate.Task;
        await grain.End();
        var during = Enumerable.Range(0, 10).Select(_ => grain.Get()).ToArray();
        during.ShouldAllBe(call => !call.IsCompleted);
        gate.SetResult();
        (await Task.WhenAll(during)).ShouldAllBe(value => value == 3);
        host.Journal.Lines.ShouldBe(["activate slow 0", "deactivate slow ApplicationRequested", "activate slow 3"]);
    }

    [Fact]
    public async Task A_grain_that_fails_at_its_end_is_gone_all_the_same()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<IStoredGrain>("bad-end");
        await grain.Get();
        await grain.End();
        host.Host.Statistics.FailedDeactivations.ShouldBe(1);
        host.Host.Statistics.Active.ShouldBe(0);
    }

    [Fact]
    public async Task Ends_and_calls_that_race_lose_no_call_and_no_state()
    {
        await using var host = new HostUnderTest(options => options.IdleAge = TimeSpan.FromSeconds(1));
        using var stop = new CancellationTokenSource();
        var ending = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                host.Clock.Advance(TimeSpan.FromMilliseconds(300));
                await Task.Yield();
            }
        });
        var callers = Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
        {
            var grain = host.Grains.GetGrain<IStoredGrain>($"racy{caller}");
            for (var i = 1; i <= 2_000; i++)
            {
                await grain.Set(i);
                if (i % 7 == 0) await grain.End();
                (await grain.Get()).ShouldBe(i);
            }
        }));
        await Task.WhenAll(callers);
        await stop.CancelAsync();
        await ending;
        host.Host.Statistics.Deactivations.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public async Task Stopping_ends_every_grain_and_refuses_calls_afterwards()
    {
        await using var host = new HostUnderTest();
        for (var i = 0; i < 100; i++) await host.Grains.GetGrain<IStoredGrain>($"{i}").Set(i);
        await host.Host.StopAsync(CancellationToken.None);
        host.Host.Statistics.Active.ShouldBe(0);
        host.Journal.Lines.Count(line => line.EndsWith("ShuttingDown", StringComparison.Ordinal)).ShouldBe(100);
        await Should.ThrowAsync<OrleansException>(() => host.Grains.GetGrain<IStoredGrain>("7").Get());
    }

    [Fact]
    public async Task Stopping_while_idle_grains_are_still_storing_waits_for_them()
    {
        await using var host = new HostUnderTest();
        for (var i = 0; i < 300; i++) await host.Grains.GetGrain<IStoredGrain>($"{i}").Set(i);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Storage.Gate = gate.Task;
        host.Clock.Advance(TimeSpan.FromMinutes(20));
        host.Host.Statistics.Active.ShouldBe(300);
        var stop = host.Host.StopAsync(CancellationToken.None);
        stop.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        await stop;
        host.Host.Statistics.Deactivations.ShouldBe(300);
        host.Host.Statistics.FailedDeactivations.ShouldBe(0);
    }

    [Fact]
    public async Task Stopping_gives_up_on_a_grain_that_does_not_end()
    {
        await using var host = new HostUnderTest();
        var stuck = host.Grains.GetGrain<ITurnGrain>("stuck").WaitFor(new TaskCompletionSource().Task);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await host.Host.StopAsync(deadline.Token);
        stuck.IsCompleted.ShouldBeFalse();
        host.Host.Statistics.Active.ShouldBe(1);
    }
}
