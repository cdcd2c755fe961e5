using Tegument.Contracts.Api;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary>Turns steps with evidence into evidence with steps. Pure.</summary>
internal static class EvidenceSeriesOf
{
    public static EvidenceSeries[] Steps(IEnumerable<QualiaStep> steps, EvidenceKind? only, bool techniques) =>
    [
        .. steps.SelectMany(step => step.Evidence.Select(count => (step.Point.At, Count: count)))
            .Where(e => only is null || e.Count.Kind == only)
            .GroupBy(e => (e.Count.Kind, Technique: techniques ? e.Count.Technique : null))
            .Select(group => new EvidenceSeries(group.Key.Kind, group.Key.Technique, Points(group)))
            .OrderByDescending(series => series.Points.Sum(point => point.Items))
            .Take(EvidenceSeriesList.MaxSeries),
    ];

    private static EvidenceSeriesPoint[] Points(IEnumerable<(DateTimeOffset At, EvidenceCount Count)> counts) =>
    [
        .. counts.GroupBy(e => e.At).OrderBy(at => at.Key)
            .Select(at => new EvidenceSeriesPoint(at.Key, at.Sum(e => e.Count.Items), Math.Round(at.Sum(e => e.Count.Points), 2))),
    ];
}
