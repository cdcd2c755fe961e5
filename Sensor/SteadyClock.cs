namespace Tegument.Sensor;

/// <summary>
/// The live sensor's time: the kernel's packet times as long as they agree with a clock that nobody sets, shifted when somebody sets the
/// wall clock. Rates and waits then go on as if nothing had happened. One thread.
/// </summary>
/// <param name="steady">Nanoseconds of a clock that never steps (CLOCK_BOOTTIME in production).</param>
public sealed class SteadyClock(Func<long> steady)
{
    /// <summary>Packet times may lag behind by a block's wait; a step of less than a second hurts nobody.</summary>
    private const long Tolerance = 1_000_000_000;

    // The steady clock is asked only when time moves unusually, not per packet.
    private const long Back = 100_000_000;
    private const long Ahead = 500_000_000;

    private long _last = long.MinValue;
    private long _wallAnchor;
    private long _steadyAnchor;
    private long _shift;

    /// <summary>Times that the wall clock was set since the start.</summary>
    public long Steps { get; private set; }

    /// <param name="wall">Nanoseconds since the Unix epoch, as the kernel stamped a frame or as the wall clock shows now.</param>
    public long Of(long wall)
    {
        if (_last == long.MinValue)
        {
            (_wallAnchor, _steadyAnchor, _last) = (wall, steady(), wall);
            return wall;
        }

        var time = wall + _shift;
        if (time < _last - Back || time > _last + Ahead) time = Checked(wall);
        if (time > _last) _last = time;
        return time;
    }

    private long Checked(long wall)
    {
        var expected = _wallAnchor + (steady() - _steadyAnchor);
        if (Math.Abs(wall + _shift - expected) <= Tolerance) return wall + _shift;
        _shift = expected - wall;
        Steps++;
        return expected;
    }
}
