namespace Tegument.Silo.Hosting;

/// <summary>
/// A clock that moves only when told, and never back: packet time in replay, test time in tests. Timers that come due fire inside the
/// advance, on the advancing thread, in the order of their due times (equal ones in the order they were set); while one fires, the clock
/// shows its due time.
/// </summary>
/// <remarks>
/// Resolution: one tick (100 ns). One thread advances; timers may be created and changed from any. A jump that would fire more than
/// <see cref="MaxFiringsPerAdvance"/> times (a capture whose clock leaps by years) fires what is then due once more, at the new time, and
/// counts in <see cref="CoalescedAdvances"/>.
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    /// <summary>Enough for a day of timers that tick every second.</summary>
    public const int MaxFiringsPerAdvance = 100_000;

    private const int MaxStale = 64;

    private readonly Lock _lock = new();
    private readonly PriorityQueue<ManualTimer, (long Due, long Order)> _timers = new();
    private long _now;
    private long _nextDue = long.MaxValue;
    private long _order;
    private int _stale;
    private bool _advancing;

    /// <summary>Starts at the given time.</summary>
    public ManualTimeProvider(DateTimeOffset start) => _now = start.UtcTicks;

    /// <summary>Advances that met <see cref="MaxFiringsPerAdvance"/>.</summary>
    public long CoalescedAdvances { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _now), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves forward by a duration; zero or less does nothing.</summary>
    public void Advance(TimeSpan by) => AdvanceTo(Volatile.Read(ref _now) + by.Ticks);

    /// <summary>Moves forward to a time; an earlier one does nothing.</summary>
    public void AdvanceTo(DateTimeOffset time) => AdvanceTo(time.UtcTicks);

    /// <summary>Moves forward to a time in UTC ticks; an earlier one does nothing. Cheap when no timer comes due: made to be called per packet.</summary>
    public void AdvanceTo(long utcTicks)
    {
        if (utcTicks <= Volatile.Read(ref _now)) return;
        if (_advancing) throw new InvalidOperationException("A timer's callback must not advance the clock that fired it.");
        if (utcTicks < Volatile.Read(ref _nextDue)) Volatile.Write(ref _now, utcTicks);
        else FireUntil(utcTicks);
    }

    internal void Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            timer.Period = period > TimeSpan.Zero ? period.Ticks : 0;
            Enqueue(timer, dueTime < TimeSpan.Zero ? long.MaxValue : _now + dueTime.Ticks);
        }
    }

    internal void Cancel(ManualTimer timer)
    {
        lock (_lock) Enqueue(timer, long.MaxValue);
    }

    private void FireUntil(long target)
    {
        _advancing = true;
        try
        {
            var firings = 0;
            while (TakeDue(target, firings == MaxFiringsPerAdvance) is { } timer)
            {
                firings++;
                timer.Fire();
            }
        }
        finally
        {
            _advancing = false;
        }
    }

    /// <summary>The next timer due until the target, taken out or, if periodic, set again; at the target itself none is left.</summary>
    private ManualTimer? TakeDue(long target, bool coalesce)
    {
        lock (_lock)
        {
            if (coalesce)
            {
                CoalescedAdvances++;
                Volatile.Write(ref _now, target);
            }

            DropStale();
            if (!_timers.TryPeek(out var timer, out var key) || key.Due > target)
            {
                Volatile.Write(ref _now, target);
                return null;
            }

            _timers.Dequeue();
            timer.IsSet = false;
            if (key.Due > _now) Volatile.Write(ref _now, key.Due);
            Enqueue(timer, timer.Period > 0 ? _now + timer.Period : long.MaxValue);
            return timer;
        }
    }

    private void Enqueue(ManualTimer timer, long due)
    {
        if (timer.IsSet) _stale++;
        timer.IsSet = due != long.MaxValue;
        timer.Order = ++_order;
        if (timer.IsSet) _timers.Enqueue(timer, (due, timer.Order));
        if (_stale > MaxStale && _stale > _timers.Count / 2) Rebuild();
        DropStale();
    }

    /// <summary>An entry whose timer was changed since is void; the front of the queue is always a live one.</summary>
    private void DropStale()
    {
        while (_timers.TryPeek(out var timer, out var key) && timer.Order != key.Order)
        {
            _timers.Dequeue();
            _stale--;
        }

        Volatile.Write(ref _nextDue, _timers.TryPeek(out _, out var next) ? next.Due : long.MaxValue);
    }

    /// <summary>A timer that is pushed back again and again leaves an entry each time: they never outnumber the live ones.</summary>
    private void Rebuild()
    {
        var live = _timers.UnorderedItems.Where(item => item.Element.Order == item.Priority.Order).ToArray();
        _timers.Clear();
        _timers.EnqueueRange(live);
        _stale = 0;
    }
}
