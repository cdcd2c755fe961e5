using Tegument.Sensor.Native;

namespace Tegument.Sensor.Enforce;

/// <summary>
/// Timestamps that count from boot, time asleep included: a ban runs on while a laptop or a virtual machine sleeps. Wall time and timers
/// are the system's. Safe on any thread.
/// </summary>
public sealed class BootTimeProvider : TimeProvider
{
    public static readonly BootTimeProvider Instance = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => BootClock.Now.Ticks;
}
