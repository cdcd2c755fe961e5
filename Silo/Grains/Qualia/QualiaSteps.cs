using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Qualia;

/// <summary>Makes longer steps of shorter ones. Pure; merging in any grouping gives the same.</summary>
public static class QualiaSteps
{
    /// <summary>Kinds and techniques of a step; the rest is added up under "other" of its kind.</summary>
    public const int MaxEvidence = 32;

    // One ban an hour must not be rounded away.
    private const int CountDigits = 7;

    /// <param name="covered">Seconds whose counts are in the snapshot: more than one after seconds that were missed. Counts stay whole, so
    /// that a step's mean times its seconds is what came.</param>
    public static QualiaStep Of(QualiaSnapshot snapshot, double covered = 1)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var (pressure, temperature, pain) = (snapshot.Pressure.Value, snapshot.Temperature.Value, snapshot.Pain.Value);
        var point = new QualiaPoint(
            snapshot.At, 1, pressure, temperature, pain, pressure, temperature, pain,
            snapshot.ItemsPerSecond * covered, snapshot.BansPerSecond * covered, snapshot.PacketsPerSecond, snapshot.Online, snapshot.DroppedPerSecond);
        return new QualiaStep(point, Bounded(snapshot.Evidence));
    }

    /// <summary>The steps by the longer step that they begin in, oldest first.</summary>
    public static QualiaStep[] Merge(IEnumerable<QualiaStep> steps, int seconds) =>
        [.. steps.GroupBy(step => Begin(step.Point.At, seconds)).OrderBy(group => group.Key).Select(group => One(group.Key, [.. group]))];

    /// <summary>
    /// Both halves of steps that are cut in two, oldest first. A step that would become longer than it can be was stored before, and its answer
    /// lost: the newer one stands for it.
    /// </summary>
    public static QualiaStep[] Join(IReadOnlyList<QualiaStep> stored, IReadOnlyList<QualiaStep> newer, int seconds)
    {
        var lengths = newer.ToDictionary(step => step.Point.At, step => step.Point.Seconds);
        return Merge([.. stored.Where(step => lengths.GetValueOrDefault(step.Point.At) + step.Point.Seconds <= seconds), .. newer], seconds);
    }

    public static DateTimeOffset Begin(DateTimeOffset at, int seconds) => new(at.UtcTicks - at.UtcTicks % (seconds * TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private static QualiaStep One(DateTimeOffset at, QualiaStep[] steps)
    {
        var seconds = steps.Sum(step => step.Point.Seconds);
        var point = new QualiaPoint(
            at, seconds,
            Mean(p => p.Pressure), Mean(p => p.Temperature), Mean(p => p.Pain),
            steps.Max(s => s.Point.PeakPressure), steps.Max(s => s.Point.PeakTemperature), steps.Max(s => s.Point.PeakPain),
            Mean(p => p.ItemsPerSecond), Mean(p => p.BansPerSecond, CountDigits), Mean(p => p.PacketsPerSecond), Mean(p => p.Online), Mean(p => p.DroppedPerSecond));
        return new QualiaStep(point, Bounded(steps.SelectMany(step => step.Evidence)));

        double Mean(Func<QualiaPoint, double> of, int digits = 4) => Math.Round(steps.Sum(step => of(step.Point) * step.Point.Seconds) / seconds, digits);
    }

    private static EvidenceCount[] Bounded(IEnumerable<EvidenceCount> counts)
    {
        var sums = Sums(counts);
        return sums.Length <= MaxEvidence ? sums : Sums([.. sums[..MaxEvidence], .. sums[MaxEvidence..].Select(count => count with { Technique = EvidenceCount.OtherTechniques })]);
    }

    private static EvidenceCount[] Sums(IEnumerable<EvidenceCount> counts) =>
    [
        .. counts.GroupBy(count => (count.Kind, count.Technique))
            .Select(group => new EvidenceCount(group.Key.Kind, group.Key.Technique, group.Sum(count => count.Items), Math.Round(group.Sum(count => count.Points), 2)))
            .OrderByDescending(count => count.Items).ThenByDescending(count => count.Points).ThenBy(count => count.Kind).ThenBy(count => count.Technique, StringComparer.Ordinal),
    ];
}
