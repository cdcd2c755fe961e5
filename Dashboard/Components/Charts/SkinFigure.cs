using Tegument.Contracts.Posture;
using Tegument.Dashboard.Components.Layout;
using Tegument.Dashboard.Live;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>
/// The skin: packets that kernels dropped above the membrane, evidence that reached a host below it. Each side has a square-root scale of its own
/// unit. Lengths are percents of the chart's height and width. Immutable.
/// </summary>
/// <param name="Places">The width of the paths.</param>
/// <param name="CoarsePlaces">That of <paramref name="Reached"/>.</param>
/// <param name="Bans">The path of the ticks: a place with bans has one, higher with more.</param>
/// <param name="Change">The latest change of posture within the window; null when there was none.</param>
public sealed record SkinFigure(
    int Places, int CoarsePlaces, string Stopped, string Reached, string Bans, IReadOnlyList<AxisMark> Up, IReadOnlyList<AxisMark> Down, IReadOnlyList<SkinSpan> Membrane,
    SkinChange? Change, IReadOnlyList<AxisMark> Times, double StoppedNow, double ReachedNow, string Label)
{
    /// <summary>Where the membrane lies.</summary>
    public const double Middle = 58;

    private const double Gap = 2.5, Top = 3, Bottom = 98;

    public static SkinFigure Of(FleetView view, TraceBuckets buckets, TraceBuckets coarse, TracePoint now)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(buckets);
        ArgumentNullException.ThrowIfNull(coarse);
        ArgumentNullException.ThrowIfNull(now);
        var up = ChartScale.Root(buckets.Highest(point => point.Dropped), least: 10);
        var down = ChartScale.Root(coarse.Highest(point => point.Items), least: 0.4);
        double Up(double value) => Middle - Gap - up.Part(value) * (Middle - Gap - Top);
        double Down(double value) => Middle + Gap + down.Part(value) * (Bottom - Middle - Gap);
        var spans = PostureSpans.Of(view, buckets.From, buckets.Until);
        return new SkinFigure(
            buckets.Count - 1,
            coarse.Count - 1,
            buckets.Area(point => Up(point.Dropped), Middle - Gap),
            coarse.Area(point => Down(point.Items), Middle + Gap),
            Ticks(buckets),
            [.. up.Ticks.Select(tick => new AxisMark(Up(tick), Said.Short(tick)))],
            [.. down.Ticks.Select(tick => new AxisMark(Down(tick), Said.Short(tick)))],
            [.. spans.Select(span => new SkinSpan(buckets.Part(span.From) * 100, buckets.Part(span.Until ?? buckets.Until) * 100, span.Posture.Level))],
            spans.Count > 1 ? Changed(spans[^2].Posture, spans[^1], buckets) : null,
            TimeMarks.Of(buckets.From, buckets.Until),
            now.Dropped,
            now.Items,
            Sentence(buckets, view.Observing));
    }

    private static string Ticks(TraceBuckets buckets)
    {
        var path = new SvgPath();
        for (var i = 0; i < buckets.Count; i++)
        {
            if (buckets[i] is not { Bans: > 0 } place) continue;
            var half = 3 + Math.Min(5, Math.Sqrt(place.Bans * buckets.Seconds));
            path.Move(i, Middle - half).To(i, Middle + half);
        }

        return path.ToString();
    }

    private static SkinChange Changed(PostureSnapshot before, PosturePeriod after, TraceBuckets buckets)
    {
        var what = $"{PostureWords.Upper(before.Level)} → {PostureWords.Upper(after.Posture.Level)}";
        var who = after.Posture.Mode == PostureMode.Adaptive ? "adaptive" : Captured.Line(after.Posture.SetBy, 30);
        var part = buckets.Part(after.From) * 100;
        return new SkinChange(part, part > 55, what, $"{Said.Clock(after.From)} {what} · {who}");
    }

    private static string Sentence(TraceBuckets buckets, bool observing)
    {
        var dropped = Said.Short(buckets.Highest(point => point.Dropped));
        var items = Said.Short(buckets.Highest(point => point.Items));
        return $"Last {buckets.Window.Name}: up to {dropped} packets a second {(observing ? "would have been stopped" : "stopped at the skin")}, up to {items} evidence items a second reached a host. Ticks are bans.";
    }
}
