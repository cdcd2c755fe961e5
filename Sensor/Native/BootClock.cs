namespace Tegument.Sensor.Native;

/// <summary>Time since this machine started, suspension included (CLOCK_BOOTTIME): it never jumps and means the same to every process until the next boot.</summary>
public static class BootClock
{
    private const long NanosecondsPerTick = 100;

    /// <exception cref="NativeErrorException">The kernel has no such clock (before Linux 2.6.39).</exception>
    public static TimeSpan Now
    {
        get
        {
            if (Libc.GetClock(Libc.BootTimeClock, out var time) != 0) throw NativeErrorException.Last("read the boot clock");
            return TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / NanosecondsPerTick));
        }
    }
}
