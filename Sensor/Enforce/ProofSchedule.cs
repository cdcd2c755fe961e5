namespace Tegument.Sensor.Enforce;

/// <summary>
/// When the next proof is due: on the slow period, soon after our own changes, and at once when something may be wrong. Reading back takes
/// at most a twentieth of the time in the first two cases and a third in the last, however busy others are. One thread.
/// </summary>
internal sealed class ProofSchedule(EnforcementClock clock, long periodMs)
{
    private const long ShortestGapMs = 100;
    private const int CalmShare = 20;
    private const int UrgentShare = 3;
    private long _lastEndMs = long.MinValue / 2;
    private long _lastCompleteMs = clock.NowMs;
    private long _lastLengthMs;
    private bool _isWanted;
    private bool _isUrgent = true;

    /// <summary>We changed something: a proof is to follow soon.</summary>
    public void Want() => _isWanted = true;

    /// <summary>Somebody else changed something, or asked: a proof is to follow at once.</summary>
    public void WantNow() => _isUrgent = true;

    /// <summary>Milliseconds until a proof is due; 0 when it is.</summary>
    public long DueInMs
    {
        get
        {
            var gap = Math.Max(_isUrgent || _isWanted ? ShortestGapMs : periodMs, _lastLengthMs * (_isUrgent ? UrgentShare : CalmShare));
            return Math.Max(0, _lastEndMs + gap - clock.NowMs);
        }
    }

    /// <summary>Bans may put a proof off, but not for ever: not when none was completed for three periods.</summary>
    public bool MayInterrupt => clock.NowMs - _lastCompleteMs < Math.Max(3 * periodMs, _lastLengthMs * CalmShare);

    public void Done(long startedMs)
    {
        _lastEndMs = _lastCompleteMs = clock.NowMs;
        _lastLengthMs = _lastEndMs - startedMs;
        _isWanted = _isUrgent = false;
    }

    /// <summary>The proof is owed still; it waits as after any change of our own.</summary>
    public void Interrupted()
    {
        _lastEndMs = clock.NowMs;
        _isWanted = true;
    }
}
