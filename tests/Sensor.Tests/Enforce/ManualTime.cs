namespace Tegument.Sensor.Tests.Enforce;

/// <summary>A monotonic and a wall clock that stand still until they are moved, together or apart.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks = TimeSpan.FromHours(1).Ticks;
    private DateTimeOffset _wall = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => _wall;

    public void Advance(TimeSpan span)
    {
        Interlocked.Add(ref _ticks, span.Ticks);
        _wall += span;
    }

    public void SetWall(TimeSpan by) => _wall += by;

    /// <summary>A reboot: the monotonic clock begins again.</summary>
    public void Reboot(TimeSpan uptime, TimeSpan wallPassed)
    {
        Interlocked.Exchange(ref _ticks, uptime.Ticks);
        _wall += wallPassed;
    }
}
