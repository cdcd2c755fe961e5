using Tegument.Contracts.Api;

namespace Tegument.Dashboard.Live;

/// <summary>Joins the two histories that the silo tells, of the qualia and of evidence by kind, into one trace. Pure.</summary>
public static class TraceHistory
{
    public static TracePoint[] Join(QualiaHistory history, EvidenceSeriesList series)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(series);
        var groups = new Dictionary<DateTimeOffset, double[]>();
        foreach (var kind in series.Series)
        {
            foreach (var point in kind.Points)
            {
                if (!groups.TryGetValue(point.At, out var at)) groups.Add(point.At, at = new double[EvidenceGroups.Count]);
                at[(int)EvidenceGroups.Of(kind.Kind)] += point.Items / (double)series.StepSeconds;
            }
        }

        return Array.ConvertAll(history.Points, point => TracePoint.Of(point, groups.GetValueOrDefault(point.At) ?? new double[EvidenceGroups.Count]));
    }
}
