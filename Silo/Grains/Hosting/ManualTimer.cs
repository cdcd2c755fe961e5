namespace Tegument.Silo.Hosting;

/// <summary>A timer of a <see cref="ManualTimeProvider"/>, which guards its fields.</summary>
internal sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    private volatile bool _disposed;

    /// <summary>The clock's queue holds a live entry for it.</summary>
    internal bool IsSet { get; set; }

    /// <summary>Ticks; zero: fires once.</summary>
    internal long Period { get; set; }

    /// <summary>Numbers each setting: what the queue still holds of an earlier one is void.</summary>
    internal long Order { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed) return false;
        clock.Schedule(this, dueTime, period);
        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        clock.Cancel(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Fire()
    {
        if (!_disposed) callback(state);
    }
}
