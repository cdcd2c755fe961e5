using Orleans.Runtime;
using Tegument.Silo.Tests.Hosting.Grains;

namespace Tegument.Silo.Tests.Hosting;

public sealed class TurnTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_of_many_threads_run_one_at_a_time_and_none_is_lost(bool pause)
    {
        await using var host = new HostUnderTest();
        var callers = Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            var grain = host.Grains.GetGrain<ITurnGrain>("hot");
            for (var i = 0; i < 2_000; i++) await grain.Count(pause && (i + caller) % 3 == 0);
        }));
        await Task.WhenAll(callers);
        (await host.Grains.GetGrain<ITurnGrain>("hot").Count(false)).ShouldBe(16_001);
    }

    [Fact]
    public async Task Calls_sent_without_waiting_are_all_served()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITurnGrain>("burst");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5_000).Select(_ => grain.Count(true)));
        answers.Order().ShouldBe(Enumerable.Range(1, 5_000));
    }

    [Fact]
    public async Task Branches_of_one_call_never_run_on_two_threads_at_once()
    {
        await using var host = new HostUnderTest();
        (await host.Grains.GetGrain<ITurnGrain>("branching").CountInBranches(50)).ShouldBe(5_000);
    }

    [Fact]
    public async Task A_call_that_finds_its_grain_idle_runs_on_the_callers_thread()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITurnGrain>("idle");
        var answer = grain.ThreadId();
        answer.IsCompletedSuccessfully.ShouldBeTrue();
        (await answer).ShouldBe(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public async Task A_warm_call_allocates_nothing()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITurnGrain>("warm");
        var done = Task.CompletedTask;
        for (var i = 0; i < 1_000; i++) await grain.WaitFor(done);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) _ = grain.WaitFor(done);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public async Task Value_task_methods_are_served_with_and_without_waiting()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITurnGrain>("value");
        (await grain.CountByValue(false)).ShouldBe(1);
        (await grain.CountByValue(true)).ShouldBe(2);
        await grain.PauseByValue();
        var gate = new TaskCompletionSource();
        var first = grain.WaitFor(gate.Task);
        var queued = grain.CountByValue(false);
        queued.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        await first;
        (await queued).ShouldBe(3);
    }

    [Theory]
    [InlineData("throw", "thrown")]
    [InlineData("later", "later")]
    public async Task A_failing_call_fails_its_caller_alone(string how, string message)
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITurnGrain>("failing");
        var call = grain.Fail(how);
        (await Should.ThrowAsync<FormatException>(() => call)).Message.ShouldBe(message);
        (await grain.Count(false)).ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_call_and_one_that_answers_null_release_their_grain()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITurnGrain>("odd");
        await Should.ThrowAsync<TaskCanceledException>(() => grain.Fail("cancel"));
        (await Should.ThrowAsync<InvalidOperationException>(() => grain.Fail("null"))).Message.ShouldContain("null");
        (await grain.Count(false)).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_chain_that_comes_back_fails_and_says_so(bool pause)
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<ITurnGrain>("a");
        var error = await Should.ThrowAsync<OrleansException>(() => grain.AskThrough(["b", "c", "a"], pause));
        error.Message.ShouldContain("turn/a");
        await Should.ThrowAsync<OrleansException>(() => grain.AskThrough(["a"], pause));
        (await grain.AskThrough(["b", "c", "d"], pause)).ShouldBe(1);
    }

    [Fact]
    public async Task Calls_beyond_the_queues_bound_are_refused_and_counted()
    {
        await using var host = new HostUnderTest(options => options.MaxQueuedCalls = 3);
        var grain = host.Grains.GetGrain<ITurnGrain>("full");
        var gate = new TaskCompletionSource();
        var first = grain.WaitFor(gate.Task);
        var waiting = Enumerable.Range(0, 3).Select(_ => grain.Count(false)).ToArray();
        var refused = await Should.ThrowAsync<LimitExceededException>(() => grain.Count(false));
        refused.Message.ShouldContain("turn/full");
        host.Host.Statistics.RefusedCalls.ShouldBe(1);
        gate.SetResult();
        await first;
        (await Task.WhenAll(waiting)).ShouldBe([1, 2, 3]);
        (await grain.Count(false)).ShouldBe(4);
    }
}
