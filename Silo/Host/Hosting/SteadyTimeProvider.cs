using Tegument.Contracts.Api;

namespace Tegument.Silo.Host.Hosting;

/// <summary>
/// The silo's clock: the wall time of its start plus what the monotonic clock has counted since. A wall clock that is set, in either
/// direction, neither ends nor lengthens a ban while the silo runs; wall time only bridges restarts. Safe on any thread.
/// </summary>
/// <remarks>
/// Slewing moves both clocks alike. A step, and a sleep of the machine, which the monotonic clock does not count, shows as skew: a named
/// state, counted, never followed.
/// </remarks>
/// <param name="clock">Its time of day is the wall clock, its timestamp the monotonic one.</param>
public sealed class SteadyTimeProvider(TimeProvider clock) : TimeProvider
{
    /// <summary>Less is measuring and slewing.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly DateTimeOffset _start = clock.GetUtcNow();
    private readonly long _startTimestamp = clock.GetTimestamp();
    private TimeSpan _seen;
    private long _steps;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _start + clock.GetElapsedTime(_startTimestamp);

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>Compares the clocks. Steps are counted when they are seen: call it every few seconds.</summary>
    public ClockReport Report()
    {
        lock (_lock)
        {
            var skew = clock.GetUtcNow() - GetUtcNow();
            if ((skew - _seen).Duration() > Tolerance)
            {
                _steps++;
                _seen = skew;
            }

            var state = skew.Duration() > Tolerance ? ClockState.Stepped : ClockState.Steady;
            return new ClockReport(state, Math.Round(skew.TotalSeconds, 3), _steps);
        }
    }
}
