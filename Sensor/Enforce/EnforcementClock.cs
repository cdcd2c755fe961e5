namespace Tegument.Sensor.Enforce;

/// <summary>
/// The executor's time: milliseconds on a monotonic clock, in production <see cref="BootTimeProvider"/>. A deadline is such a
/// number; it means nothing after a reboot or on another machine. Safe on any thread.
/// </summary>
public sealed class EnforcementClock(TimeProvider time)
{
    private readonly double _millisecondsPerTick = 1000.0 / time.TimestampFrequency;

    /// <summary>Milliseconds since an arbitrary start (boot, in production).</summary>
    public long NowMs => (long)(time.GetTimestamp() * _millisecondsPerTick);

    /// <summary>Wall time; for people, and to bridge a reboot.</summary>
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
