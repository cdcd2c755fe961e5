namespace Tegument.Gateway.Tests.Support;

/// <summary>A machine's two clocks, in a test's hand.</summary>
public sealed class TwoClocks : TimeProvider
{
    private DateTimeOffset _wall = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _wall;

    public override long GetTimestamp() => _ticks;

    /// <summary>Time passes on both.</summary>
    public void Pass(TimeSpan time)
    {
        _wall += time;
        _ticks += time.Ticks;
    }

    /// <summary>Somebody sets the wall clock.</summary>
    public void Step(TimeSpan by) => _wall += by;
}
