using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>Keeps the newest figures of each window: computed once per view, for all circuits. Safe on any thread.</summary>
public sealed class FigureBook(WindowHistory history, TimeProvider time)
{
    private readonly Dictionary<TraceWindow, (OverviewFigures Figures, IReadOnlyList<TracePoint>? Trace)> _newest = [];
    private readonly Lock _gate = new();

    public OverviewFigures Of(FleetView view, TraceWindow window)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(window);
        lock (_gate)
        {
            var trace = window == TraceWindow.Quarter ? view.Trace : history.Of(window);
            _newest.TryGetValue(window, out var last);
            if (last.Figures is not null && ReferenceEquals(last.Figures.View, view) && ReferenceEquals(last.Trace, trace)) return last.Figures;
            var bans = last.Figures is not null && ReferenceEquals(last.Figures.View.Hours, view.Hours) ? last.Figures.Bans : null;
            var figures = OverviewFigures.Of(view, window, trace, time.GetUtcNow(), bans);
            _newest[window] = (figures, trace);
            return figures;
        }
    }
}
