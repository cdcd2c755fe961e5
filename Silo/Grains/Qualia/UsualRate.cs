namespace Tegument.Silo.Qualia;

/// <summary>
/// Learns what rate is usual from the last <see cref="Minutes"/> minutes that were told. A median: half an hour of flood in an hour does not
/// move it. Owned by one grain; no clock.
/// </summary>
internal sealed class UsualRate
{
    public const int Minutes = 60;

    /// <summary>Fewer minutes say nothing.</summary>
    public const int LearnedAfter = 5;

    private readonly List<double> _minutes = new(LearnedAfter);
    private int _next;
    private double _amount;
    private double _seconds;

    /// <summary>Whole minutes told so far, at most <see cref="Minutes"/>.</summary>
    public int Told => _minutes.Count;

    /// <summary>Null while it learns.</summary>
    public UsualLoad? Usual { get; private set; }

    /// <summary>So much came within so many seconds. A time longer than a minute counts as one.</summary>
    public void Tell(double amount, double seconds)
    {
        if (!(seconds > 0) || !(amount >= 0)) return;
        _amount += amount;
        _seconds += seconds;
        if (_seconds < 60) return;
        Put(_amount / _seconds);
        (_amount, _seconds) = (0, 0);
    }

    /// <summary>What was usual before a restart, until minutes are told anew: enough of it to be known at once.</summary>
    public void Restore(UsualLoad usual)
    {
        ArgumentNullException.ThrowIfNull(usual);
        double[] minutes = [usual.Low, usual.Median, usual.Median, usual.Median, usual.High];
        foreach (var minute in minutes) Put(minute);
    }

    private void Put(double rate)
    {
        if (_minutes.Count < Minutes) _minutes.Add(rate);
        else _minutes[_next] = rate;
        _next = (_next + 1) % Minutes;
        if (_minutes.Count < LearnedAfter) return;
        var sorted = _minutes.Order().ToArray();
        Usual = new UsualLoad(sorted[sorted.Length / 10], sorted[sorted.Length / 2], sorted[^(1 + sorted.Length / 10)]);
    }
}
