using Tegument.Dashboard.Live;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>Evidence by kind, stacked. The areas are opaque and reach to the ground: the last is drawn over all others. Immutable.</summary>
public sealed record StackFigure(
    int Places, IReadOnlyList<StackArea> Areas, IReadOnlyList<AxisMark> Ticks, IReadOnlyList<AxisMark> Times, IReadOnlyList<StackValue> Legend, double Total, string Label)
{
    private const double Top = 3, Ground = 100;

    /// <param name="now">The present values of the legend.</param>
    public static StackFigure Of(TraceBuckets buckets, TracePoint now)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        ArgumentNullException.ThrowIfNull(now);
        var scale = ChartScale.Linear(buckets.Highest(point => point.Groups.Sum()), least: 0.4);
        double Y(double value) => Ground - scale.Part(value) * (Ground - Top);
        var areas = new List<StackArea>();
        foreach (var group in Enum.GetValues<EvidenceGroup>().Reverse())
        {
            var upTo = (int)group + 1;
            if (buckets.Highest(point => point.Groups[(int)group]) > 0) areas.Add(new StackArea(group, buckets.Area(point => Y(point.Groups.Take(upTo).Sum()), Ground)));
        }

        StackValue[] legend = [.. Enum.GetValues<EvidenceGroup>().Reverse().Select(group => new StackValue(group, now.Groups[(int)group]))];
        var most = legend.MaxBy(value => value.PerSecond)!;
        var total = now.Groups.Sum();
        return new StackFigure(
            buckets.Count - 1,
            areas,
            [.. scale.Ticks.Select(tick => new AxisMark(Y(tick), Said.Short(tick)))],
            TimeMarks.Of(buckets.From, buckets.Until),
            legend,
            total,
            $"Evidence items per second by kind, last {buckets.Window.Name}: now {Said.Figure(total)}{(total > 0 ? $", most of it {EvidenceGroups.Name(most.Group)}" : "")}.");
    }
}
