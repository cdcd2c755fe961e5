using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Qualia;

/// <summary>
/// What this silo has counted since it was last asked: evidence, points, bans. Safe on any thread and made for the hot path: every processor
/// counts into a part of its own, whose lock hardly ever waits; a growth of points costs some tens of nanoseconds.
/// </summary>
public sealed class QualiaTally
{
    private const int MaxParts = 8;

    /// <summary>Sensors and sources of a sample; the greatest are kept.</summary>
    private const int MaxNamed = 64;

    private readonly TallyPart[] _parts;
    private long _bans;
    private LedgerPosition? _ledger;

    public QualiaTally()
    {
        var parts = 1;
        while (parts < MaxParts && parts < Environment.ProcessorCount) parts *= 2;
        _parts = new TallyPart[parts];
        for (var i = 0; i < parts; i++) _parts[i] = new TallyPart();
    }

    /// <summary>Evidence that was weighed.</summary>
    public void Items(ReadOnlySpan<EvidenceItem> items)
    {
        if (!items.IsEmpty) Part.Items(items);
    }

    /// <summary>Evidence added points to a score.</summary>
    /// <param name="severity">Of the incident that grew.</param>
    public void Gained(string sensor, IpKey source, EvidenceKind kind, string technique, int severity, double points)
    {
        if (points > 0) Part.Gained(sensor, source, kind, technique, severity, points);
    }

    /// <summary>Evidence of something that happened to a victim: it has no source that could be trusted.</summary>
    public void Suffered(string sensor, EvidenceKind kind, string technique, double points)
    {
        if (points > 0) Part.Gained(sensor, null, kind, technique, 0, points);
    }

    /// <summary>A ledger has committed so many bans and stands there now.</summary>
    public void Committed(int bans, LedgerPosition position)
    {
        Interlocked.Add(ref _bans, bans);
        Volatile.Write(ref _ledger, position);
    }

    /// <summary>What was counted since the last call; the counts begin anew.</summary>
    public QualiaSample Drain()
    {
        var evidence = new Dictionary<(EvidenceKind, string), (long Items, double Points)>();
        var sensors = new Dictionary<string, double>();
        var sources = new Dictionary<IpKey, double>();
        var severe = new Dictionary<(string, IpKey, int), long>();
        foreach (var part in _parts) part.DrainInto(evidence, sensors, sources, severe);
        return new QualiaSample(
            [.. evidence.Select(e => new EvidenceCount(e.Key.Item1, e.Key.Item2, e.Value.Items, e.Value.Points)).OrderByDescending(e => e.Items).ThenByDescending(e => e.Points)],
            Greatest(sensors),
            Greatest(sources),
            [.. severe.Select(s => new SevereHit(s.Key.Item1, s.Key.Item2.ToString(), s.Key.Item3, s.Value)).OrderByDescending(s => s.Severity).ThenByDescending(s => s.Count).Take(MaxNamed)],
            Interlocked.Exchange(ref _bans, 0),
            Volatile.Read(ref _ledger));
    }

    private TallyPart Part => _parts[Thread.GetCurrentProcessorId() & (_parts.Length - 1)];

    private static PointsOf[] Greatest<T>(Dictionary<T, double> points) where T : notnull =>
        [.. points.OrderByDescending(p => p.Value).Take(MaxNamed).Select(p => new PointsOf(p.Key.ToString()!, p.Value))];
}
