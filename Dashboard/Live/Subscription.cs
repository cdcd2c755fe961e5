namespace Tegument.Dashboard.Live;

/// <summary>
/// Runs a callback after changes, however many came: at most one runs, at most one waits, and between two there is a least time. Safe on any
/// thread; after <see cref="Dispose"/> none begins.
/// </summary>
public sealed class Subscription : IDisposable
{
    private const int Idle = 0, Running = 1, RunningAndAsked = 2, Ended = 3;

    private readonly TimeSpan _least;
    private readonly Func<Task> _changed;
    private readonly TimeProvider _time;
    private readonly Action<Subscription> _forget;
    private readonly CancellationTokenSource _end = new();
    private int _state;
    private long _last;

    internal Subscription(TimeSpan least, Func<Task> changed, TimeProvider time, Action<Subscription> forget)
    {
        ArgumentNullException.ThrowIfNull(changed);
        (_least, _changed, _time, _forget) = (least, changed, time, forget);
        _last = time.GetTimestamp() - (long)(least.TotalSeconds * time.TimestampFrequency);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _state, Ended) == Ended) return;
        _forget(this);
        _end.Cancel();
        _end.Dispose();
    }

    internal void Signal()
    {
        if (Interlocked.CompareExchange(ref _state, Running, Idle) == Idle) _ = Task.Run(Run);
        else Interlocked.CompareExchange(ref _state, RunningAndAsked, Running);
    }

    private async Task Run()
    {
        try
        {
            do
            {
                // Asked while it waits is answered by this very call.
                if (_least - _time.GetElapsedTime(_last) is { Ticks: > 0 } wait) await Task.Delay(wait, _time, _end.Token);
                if (Interlocked.CompareExchange(ref _state, Running, RunningAndAsked) == Ended) return;
                _last = _time.GetTimestamp();
                await _changed();
            }
            while (Interlocked.CompareExchange(ref _state, Idle, Running) == RunningAndAsked);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The page is gone.
        }
    }
}
