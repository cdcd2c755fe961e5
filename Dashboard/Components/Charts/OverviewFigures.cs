using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>All charts of the overview for one view and window. Immutable.</summary>
/// <param name="Known">False while the window's history is being read.</param>
public sealed record OverviewFigures(
    FleetView View, TraceWindow Window, bool Known, SkinFigure Skin, InstrumentFigure Pressure, InstrumentFigure Temperature, InstrumentFigure Pain, StackFigure Stack,
    BanBarsFigure Bans)
{
    private static readonly TimeSpan Present = TimeSpan.FromSeconds(10);
    /// <summary>Items a second; below, evidence is drawn smoothed.</summary>
    private const double Seldom = 3;

    private const int Near = 4;

    private static readonly TracePoint Nothing = new(default, 0, 0, 0, 0, 0, 0, 0, new double[EvidenceGroups.Count]);

    /// <param name="trace">The window's; null while it is not known.</param>
    /// <param name="bans">Of the same hours, to be kept; null to compute.</param>
    public static OverviewFigures Of(FleetView view, TraceWindow window, IReadOnlyList<TracePoint>? trace, DateTimeOffset now, BanBarsFigure? bans)
    {
        ArgumentNullException.ThrowIfNull(view);
        // What is shown of the past ends where it was last told, however long ago.
        var last = trace is { Count: > 0 } ? trace[^1].At : view.Qualia?.At ?? now;
        var buckets = TraceBuckets.Of(trace ?? [], window, window.BucketSeconds, last);
        var coarse = Coarse(trace ?? [], window, last);
        var present = Recent(view.Trace);
        return new OverviewFigures(
            view, window, trace is not null, SkinFigure.Of(view, buckets, coarse, present), InstrumentFigure.Pressure(view.Qualia?.Pressure, buckets),
            InstrumentFigure.Temperature(view.Qualia?.Temperature, buckets), InstrumentFigure.Pain(view.Qualia?.Pain, buckets), StackFigure.Of(coarse, present),
            bans ?? BanBarsFigure.Of(view.Hours));
    }

    /// <summary>In calm evidence comes once in a while; in an attack its beginning must be sharp.</summary>
    private static TraceBuckets Coarse(IReadOnlyList<TracePoint> trace, TraceWindow window, DateTimeOffset last)
    {
        var coarse = TraceBuckets.Of(trace, window, window.CoarseSeconds, last);
        return coarse.Highest(point => point.Items) < Seldom ? coarse.Smoothed(Near) : coarse;
    }

    /// <summary>The mean of the last ten seconds: single seconds of calm are mostly 0.</summary>
    private static TracePoint Recent(IReadOnlyList<TracePoint> trace)
    {
        if (trace.Count == 0) return Nothing;
        var first = trace.Count - 1;
        while (first > 0 && trace[^1].At - trace[first - 1].At < Present) first--;
        return TraceBuckets.Mean(trace, first, trace.Count);
    }
}
