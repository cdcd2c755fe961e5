namespace Tegument.Sensor.Enforce;

/// <summary>
/// When the next proof is due: on the slow period, and soon after something happened, but never so often that reading back takes more
/// than a twentieth of the time. One thread.
/// </summary>
internal sealed class ProofSchedule(EnforcementClock clock, long periodMs)
{
    private const long ShortestGapMs = 100;
    private const int Share = 20;
    private long _lastEndMs = long.MinValue / 2;
    private long _lastLengthMs;
    private bool _wanted = true;

    /// <summary>A proof is to follow as soon as the gap allows.</summary>
    public void Want() => _wanted = true;

    /// <summary>Milliseconds until a proof is due; 0 when it is.</summary>
    public long DueInMs
    {
        get
        {
            var gap = _wanted ? Math.Min(periodMs, Math.Max(ShortestGapMs, _lastLengthMs * Share)) : periodMs;
            return Math.Clamp(_lastEndMs + gap - clock.NowMs, 0, periodMs);
        }
    }

    public void Done(long startedMs)
    {
        _lastEndMs = clock.NowMs;
        _lastLengthMs = _lastEndMs - startedMs;
        _wanted = false;
    }
}
