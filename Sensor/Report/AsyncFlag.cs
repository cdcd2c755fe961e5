namespace Tegument.Sensor.Report;

/// <summary>A flag that one waiter takes down and anybody raises; raising it twice is raising it once. Safe on any thread.</summary>
public sealed class AsyncFlag
{
    private readonly SemaphoreSlim _raised = new(0, 1);
    private int _set;

    public void Set()
    {
        if (Interlocked.Exchange(ref _set, 1) == 0) _raised.Release();
    }

    /// <summary>Returns when the flag was raised, or when the time is over; the flag is down then.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken stop)
    {
        if (await _raised.WaitAsync(atMost, stop)) Volatile.Write(ref _set, 0);
    }
}
