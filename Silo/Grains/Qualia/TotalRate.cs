namespace Tegument.Silo.Qualia;

/// <summary>
/// What a total that only grows gains a second, smoothed. A total that fell began anew: what it gained meanwhile is not known and not guessed.
/// Owned by one host's load; no clock.
/// </summary>
internal sealed class TotalRate
{
    /// <summary>Tells closer together are measured with the next one.</summary>
    public static readonly TimeSpan ShortestSpan = TimeSpan.FromSeconds(1);

    /// <summary>Rates are smoothed over this: a beat that comes late makes no wave.</summary>
    private const double SmoothedSeconds = 10;

    private (DateTimeOffset At, long Total)? _before;

    /// <summary>Null until two tells give it.</summary>
    public double? PerSecond { get; private set; }

    public void Tell(long total, DateTimeOffset now)
    {
        if (_before is { } before && total >= before.Total)
        {
            if (now - before.At < ShortestSpan) return;
            PerSecond = Smooth(PerSecond, total - before.Total, (now - before.At).TotalSeconds);
        }

        _before = (now, total);
    }

    public static double Smooth(double? before, long gained, double seconds)
    {
        var rate = gained / seconds;
        return before is { } known ? known + (rate - known) * (1 - Math.Exp(-seconds / SmoothedSeconds)) : rate;
    }
}
