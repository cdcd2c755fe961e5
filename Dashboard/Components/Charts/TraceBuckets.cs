using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>
/// A trace in places of equal length: means, and null where nobody told. Places begin at whole multiples of their length, so that a chart shifts
/// by one place and what is settled never changes. Immutable.
/// </summary>
public sealed class TraceBuckets
{
    private readonly TracePoint?[] _means;

    private TraceBuckets(TraceWindow window, int seconds, DateTimeOffset from, TracePoint?[] means) => (Window, Seconds, From, _means) = (window, seconds, from, means);

    public TraceWindow Window { get; }

    /// <summary>The length of a place.</summary>
    public int Seconds { get; }

    public DateTimeOffset From { get; }

    public DateTimeOffset Until => From + Window.Span;

    public int Count => _means.Length;

    public TracePoint? this[int place] => _means[place];

    /// <param name="trace">Oldest first.</param>
    /// <param name="now">The last place holds it.</param>
    /// <param name="seconds">The length of a place.</param>
    public static TraceBuckets Of(IReadOnlyList<TracePoint> trace, TraceWindow window, int seconds, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(window);
        var places = (int)(window.Span.TotalSeconds / seconds);
        var last = now.ToUnixTimeSeconds() / seconds;
        var first = last - places + 1;
        var means = new TracePoint?[places];
        for (var i = 0; i < trace.Count;)
        {
            var place = trace[i].At.ToUnixTimeSeconds() / seconds;
            var begin = i;
            while (i < trace.Count && trace[i].At.ToUnixTimeSeconds() / seconds == place) i++;
            if (place >= first && place <= last) means[place - first] = Mean(trace, begin, i);
        }

        return new TraceBuckets(window, seconds, DateTimeOffset.FromUnixTimeSeconds(first * seconds), means);
    }

    /// <summary>Each place as the mean of itself and of those just before it: what comes once in a while is a hill instead of spikes.</summary>
    /// <param name="places">At least 1.</param>
    public TraceBuckets Smoothed(int places)
    {
        var smooth = new TracePoint?[_means.Length];
        var near = new List<TracePoint>(places);
        for (var i = 0; i < _means.Length; i++)
        {
            if (_means[i] is null) continue;
            near.Clear();
            for (var j = Math.Max(0, i - places + 1); j <= i; j++)
            {
                if (_means[j] is { } mean) near.Add(mean);
            }

            smooth[i] = Mean(near, 0, near.Count);
        }

        return new TraceBuckets(Window, Seconds, From, smooth);
    }

    /// <summary>The mean of the points [begin, end).</summary>
    public static TracePoint Mean(IReadOnlyList<TracePoint> trace, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(trace);
        double pressure = 0, temperature = 0, pain = 0, items = 0, bans = 0, packets = 0, dropped = 0;
        var groups = new double[EvidenceGroups.Count];
        for (var i = begin; i < end; i++)
        {
            var point = trace[i];
            (pressure, temperature, pain) = (pressure + point.Pressure, temperature + point.Temperature, pain + point.Pain);
            (items, bans, packets, dropped) = (items + point.Items, bans + point.Bans, packets + point.Packets, dropped + point.Dropped);
            for (var g = 0; g < groups.Length; g++) groups[g] += point.Groups[g];
        }

        double n = end - begin;
        for (var g = 0; g < groups.Length; g++) groups[g] /= n;
        return new TracePoint(trace[begin].At, pressure / n, temperature / n, pain / n, items / n, bans / n, packets / n, dropped / n, groups);
    }

    public double Highest(Func<TracePoint, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var highest = 0.0;
        foreach (var mean in _means)
        {
            if (mean is not null) highest = Math.Max(highest, value(mean));
        }

        return highest;
    }

    /// <summary>Where a time lies, 0 to 1.</summary>
    public double Part(DateTimeOffset at) => Math.Clamp((at - From) / Window.Span, 0, 1);

    /// <summary>A line, a unit of x per place, broken where nobody told.</summary>
    public string Line(Func<TracePoint, double> y)
    {
        ArgumentNullException.ThrowIfNull(y);
        var path = new SvgPath();
        for (var i = 0; i < _means.Length; i++)
        {
            if (_means[i] is not { } mean) continue;
            if (i == 0 || _means[i - 1] is null) path.Move(i, y(mean));
            else path.To(i, y(mean));
            if ((i == 0 || _means[i - 1] is null) && (i + 1 == _means.Length || _means[i + 1] is null)) path.To(i + 0.5, y(mean)); // Alone it would not be seen.
        }

        return path.ToString();
    }

    /// <summary>
    /// The same as an area over <paramref name="ground"/>, to be filled and stroked at once: the sides at the chart's ends lie outside of it, and
    /// the ground is not drawn as the path is not closed.
    /// </summary>
    public string Area(Func<TracePoint, double> y, double ground)
    {
        ArgumentNullException.ThrowIfNull(y);
        var path = new SvgPath();
        for (var i = 0; i < _means.Length; i++)
        {
            if (_means[i] is not { } mean) continue;
            if (i == 0) path.Move(-2, ground).To(-2, y(mean));
            else if (_means[i - 1] is null) path.Move(i, ground);
            path.To(i, y(mean));
            if (i + 1 == _means.Length) path.To(i + 2, y(mean)).To(i + 2, ground);
            else if (_means[i + 1] is null) path.To(i + 0.5, y(mean)).To(i + 0.5, ground);
        }

        return path.ToString();
    }
}
