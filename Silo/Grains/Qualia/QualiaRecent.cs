using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Qualia;

/// <summary>
/// The last 15 minutes, second by second, and the steps that are due to be stored: whole tens and minutes. Owned by one grain. Steps that
/// cannot be stored wait, for at most <see cref="MaxUnstored"/> tens; then the oldest are lost and counted.
/// </summary>
internal sealed class QualiaRecent
{
    public const int Capacity = 900;
    public const int MaxUnstored = 720;

    private readonly Queue<QualiaStep> _seconds = new(Capacity);
    private readonly List<QualiaStep> _tens = [];

    /// <summary>Steps of ten seconds that found no room while they could not be stored.</summary>
    public long Lost { get; private set; }

    /// <param name="covered">Seconds whose counts are in it.</param>
    public void Add(QualiaSnapshot snapshot, double covered)
    {
        if (_seconds.Count >= Capacity) _seconds.Dequeue();
        var step = QualiaSteps.Of(snapshot, covered);
        _seconds.Enqueue(step);
        var begin = QualiaSteps.Begin(snapshot.At, 10);
        if (_tens.Count > 0 && _tens[^1].Point.At == begin) _tens[^1] = QualiaSteps.Merge([_tens[^1], step], 10)[0];
        else _tens.Add(QualiaSteps.Merge([step], 10)[0]);
        if (_tens.Count <= MaxUnstored) return;
        _tens.RemoveAt(0);
        Lost++;
    }

    public QualiaStep[] Since(DateTimeOffset since) => [.. _seconds.Where(step => step.Point.At >= since)];

    /// <summary>What is not stored yet, in steps of ten seconds; the last one may still grow.</summary>
    public IReadOnlyList<QualiaStep> Unstored => _tens;

    /// <summary>The tens of minutes that are over; all of them when the silo stops. To be followed by <see cref="Stored"/>.</summary>
    public QualiaStep[] Due(DateTimeOffset now, bool all) =>
        all ? [.. _tens] : [.. _tens.Where(step => step.Point.At < QualiaSteps.Begin(now, 60))];

    public void Stored(int count) => _tens.RemoveRange(0, Math.Min(count, _tens.Count));
}
