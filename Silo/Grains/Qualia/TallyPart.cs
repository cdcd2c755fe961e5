using System.Runtime.InteropServices;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Qualia;

/// <summary>
/// One processor's part of a tally. Safe on any thread. Bounded: beyond <see cref="MaxTechniques"/> techniques the next are counted as
/// "other" of their kind, beyond <see cref="MaxNames"/> sensors or sources the next are left out; the sums are exact always.
/// </summary>
internal sealed class TallyPart
{
    public const int MaxTechniques = 128;
    public const int MaxNames = 1024;
    public const int MaxSevere = 128;

    /// <summary>From so many growths on, names are taken from every <see cref="Sampling"/>th, which then speaks for the others.</summary>
    private const int SampleFrom = 2048;

    private const int Sampling = 16;

    private static readonly int Kinds = Enum.GetValues<EvidenceKind>().Max(kind => (int)kind) + 1;

    private readonly Lock _lock = new();
    private readonly Dictionary<(EvidenceKind Kind, string Technique), Count> _evidence = [];
    private readonly Dictionary<string, double> _sensors = [];
    private readonly Dictionary<IpKey, double> _sources = [];
    private readonly Dictionary<(string Technique, IpKey Source, int Severity), long> _severe = [];

    // By kind, the technique that came last: most kinds have one or two.
    private readonly (string Technique, Count Count)[] _last = new (string, Count)[Kinds];
    private long _growths;

    public void Items(ReadOnlySpan<EvidenceItem> items)
    {
        lock (_lock)
        {
            foreach (var item in items) Of(item.Kind, item.Technique).Items++;
        }
    }

    public void Gained(string sensor, IpKey? source, EvidenceKind kind, string technique, int severity, double points)
    {
        lock (_lock)
        {
            Of(kind, technique).Points += points;
            if (severity >= 3 && kind is EvidenceKind.Signature or EvidenceKind.Alert) Severe(technique, source ?? default, severity);
            if (++_growths > SampleFrom)
            {
                if (_growths % Sampling != 0) return;
                points *= Sampling;
            }

            Add(_sensors, sensor, points);
            if (source is { } known) Add(_sources, known, points);
        }
    }

    public void DrainInto(
        Dictionary<(EvidenceKind, string), (long Items, double Points)> evidence,
        Dictionary<string, double> sensors,
        Dictionary<IpKey, double> sources,
        Dictionary<(string, IpKey, int), long> severe)
    {
        lock (_lock)
        {
            foreach (var (key, count) in _evidence)
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(evidence, key, out _);
                sum.Items += count.Items;
                sum.Points += count.Points;
            }

            Merge(_sensors, sensors);
            Merge(_sources, sources);
            foreach (var (key, count) in _severe) CollectionsMarshal.GetValueRefOrAddDefault(severe, key, out _) += count;
            _evidence.Clear();
            _severe.Clear();
            Array.Clear(_last);
            _growths = 0;
        }
    }

    private Count Of(EvidenceKind kind, string technique)
    {
        ref var last = ref _last[(int)kind];
        if (last.Technique == technique) return last.Count;
        if (!_evidence.ContainsKey((kind, technique)) && _evidence.Count >= MaxTechniques) technique = EvidenceCount.OtherTechniques;
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_evidence, (kind, technique), out _);
        count ??= new Count();
        last = (technique, count);
        return count;
    }

    private void Severe(string technique, IpKey source, int severity)
    {
        if (_severe.Count >= MaxSevere && !_severe.ContainsKey((technique, source, severity))) (technique, source) = (EvidenceCount.OtherTechniques, default);
        CollectionsMarshal.GetValueRefOrAddDefault(_severe, (technique, source, severity), out _)++;
    }

    private static void Add<T>(Dictionary<T, double> sums, T name, double points) where T : notnull
    {
        if (sums.Count >= MaxNames && !sums.ContainsKey(name)) return;
        CollectionsMarshal.GetValueRefOrAddDefault(sums, name, out _) += points;
    }

    private static void Merge<T>(Dictionary<T, double> from, Dictionary<T, double> into) where T : notnull
    {
        foreach (var (name, points) in from) CollectionsMarshal.GetValueRefOrAddDefault(into, name, out _) += points;
        from.Clear();
    }

    private sealed class Count
    {
        public long Items;
        public double Points;
    }
}
