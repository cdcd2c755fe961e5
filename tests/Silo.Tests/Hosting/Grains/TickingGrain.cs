using Orleans;
using Orleans.Runtime;

namespace Tegument.Silo.Tests.Hosting.Grains;

[KeepAlive]
public sealed class TickingGrain(TimeProvider time, Journal journal) : Grain, ITickingGrain
{
    private IGrainTimer? _timer;
    private Task _gate = Task.CompletedTask;
    private bool _fail;
    private int _ticks;

    public Task<int> Ticks() => Task.FromResult(_ticks);

    public Task Start(TimeSpan due, TimeSpan period, bool interleave)
    {
        _timer = this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(due, period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task Hold(Task gate)
    {
        _gate = gate;
        return Task.CompletedTask;
    }

    public Task FailNext()
    {
        _fail = true;
        return Task.CompletedTask;
    }

    public Task WaitFor(Task gate) => gate;

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private async Task Tick(CancellationToken cancellation)
    {
        _ticks++;
        journal.Add($"{(time.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds}");
        if (_fail)
        {
            _fail = false;
            throw new FormatException("tick");
        }

        await _gate;
    }
}
