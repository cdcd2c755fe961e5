using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native.Clock;

/// <summary>
/// Timestamps in nanoseconds since boot, time asleep included (CLOCK_BOOTTIME, clock_gettime(2)): a ban runs on while a laptop or a
/// virtual machine sleeps. Wall time and timers are the system's. Safe on any thread.
/// </summary>
public sealed partial class BootTimeProvider : TimeProvider
{
    private const int ClockBootTime = 7;

    public static readonly BootTimeProvider Instance = new();

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp()
    {
        // The clock id is a constant that every kernel we support knows, so the call cannot fail.
        _ = GetTime(ClockBootTime, out var time);
        return time.Seconds * 1_000_000_000 + time.Nanoseconds;
    }

    // int clock_gettime(clockid_t clockid, struct timespec *tp);
    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
