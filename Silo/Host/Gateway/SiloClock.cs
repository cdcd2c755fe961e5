namespace Tegument.Silo.Host.Gateway;

/// <summary>When this process started; the uptime is monotonic.</summary>
public sealed class SiloClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public DateTimeOffset Started { get; } = time.GetUtcNow();

    public TimeSpan Uptime => time.GetElapsedTime(_start);
}
