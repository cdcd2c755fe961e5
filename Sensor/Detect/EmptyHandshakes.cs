namespace Tegument.Sensor.Detect;

/// <summary>
/// A source's finished handshakes that were closed at once without a byte. A connect scan makes one at each open port, and since they
/// acknowledge a number of ours they prove its address; but a monitor makes them as well, all day, and a forger who probes in its name must
/// not borrow that proof. So they prove a scan only when they come among its failures, and nothing once they look like a habit. Part of a
/// <see cref="SourceRecord"/>; times are nanoseconds of the sensor's clock.
/// </summary>
public struct EmptyHandshakes
{
    /// <summary>Handshakes this close to each other, or to a failed probe, belong together.</summary>
    public const long Near = 10_000_000_000;

    // The same door tried again sooner than a stutter is a scanner's second look; later than a first ban, a scanner's return.
    private const long Stutter = 2_000_000_000;
    private const long Return = 600_000_000_000;
    private const int LooksOfHabit = 3;

    private long _first;
    private long _last;
    private long _pairSeen;
    private ulong _pair;
    private byte _looks;
    private bool _elsewhere;
    private bool _amongFailures;

    /// <summary>They prove nothing any more: a monitor's, or somebody guesses in this source's name.</summary>
    public bool IsHabit { get; private set; }

    /// <summary>Two different doors, among failures, and no habit.</summary>
    private readonly bool Prove => _elsewhere && _amongFailures && !IsHabit;

    /// <param name="pair">Keyed hash of the target and port.</param>
    /// <param name="amongFailures">Probes of a scan failed within <see cref="Near"/> before.</param>
    public void Add(long began, long now, ulong pair, bool amongFailures)
    {
        if (_last == 0 || now - _last > Near) Begin(began, pair);
        if (pair != _pair) _elsewhere = true;
        else if (now - _pairSeen >= Stutter) Look(now);
        _last = now;
        _amongFailures |= amongFailures;
    }

    /// <summary>This time lies among them, or just before or after.</summary>
    public readonly bool IsNear(long time) => _last != 0 && time >= _first - Near && time <= _last + Near;

    /// <summary>A probe of a scan failed: true when it failed near them, and they prove it.</summary>
    public bool IsProven(long failed)
    {
        if (!IsNear(failed)) return false;
        _amongFailures = true;
        return Prove;
    }

    public void Distrust() => IsHabit = true;

    private void Begin(long began, ulong pair)
    {
        // The last ones were no part of a scan.
        if (_last != 0 && !_amongFailures) IsHabit = true;
        if (pair != _pair) (_pair, _pairSeen, _looks) = (pair, began, 0);
        (_first, _elsewhere, _amongFailures) = (began, false, false);
    }

    private void Look(long now)
    {
        _looks = now - _pairSeen < Return ? (byte)Math.Min(_looks + 1, LooksOfHabit) : (byte)0;
        _pairSeen = now;
        if (_looks + 1 >= LooksOfHabit) IsHabit = true;
    }
}
