using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Ingest;

/// <summary>
/// What was taken since the tally was last read: items by kind, and the newest state of each incident, for whoever watches. One addition per
/// item and no allocation. Incidents beyond <see cref="MaxIncidents"/> are counted only. Safe on any thread.
/// </summary>
public sealed class EvidenceTally
{
    public const int MaxIncidents = 256;

    private static readonly int Kinds = Enum.GetValues<EvidenceKind>().Max(kind => (int)kind) + 1;

    private readonly long[] _items = new long[Kinds];
    private readonly Lock _lock = new();
    private Dictionary<(string Sensor, string Start, long Id), VictimIncident> _incidents = [];
    private long _more;

    /// <summary>To be called once a batch is taken.</summary>
    public void Add(EvidenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Span<int> counts = stackalloc int[Kinds];
        counts.Clear();
        foreach (var item in batch.Items) counts[(int)item.Kind]++;
        for (var kind = 0; kind < counts.Length; kind++)
        {
            if (counts[kind] > 0) Interlocked.Add(ref _items[kind], counts[kind]);
        }

        if (batch.Incidents.Length > 0) Add(batch.Sensor, batch.Start, batch.Incidents);
    }

    /// <summary>The counts since the last call, by kind, zeros left out.</summary>
    public Dictionary<EvidenceKind, long> TakeItems()
    {
        var taken = new Dictionary<EvidenceKind, long>();
        for (var kind = 0; kind < _items.Length; kind++)
        {
            if (Interlocked.Exchange(ref _items[kind], 0) is > 0 and var count) taken.Add((EvidenceKind)kind, count);
        }

        return taken;
    }

    /// <summary>The incidents since the last call with the sensors that told them, and how many found no room.</summary>
    public ((string Sensor, VictimIncident Incident)[] Incidents, long More) TakeIncidents()
    {
        lock (_lock)
        {
            if (_incidents.Count == 0 && _more == 0) return ([], 0);
            var taken = (_incidents.Select(pair => (pair.Key.Sensor, pair.Value)).ToArray(), _more);
            _incidents = [];
            _more = 0;
            return taken;
        }
    }

    private void Add(string sensor, string start, VictimIncident[] incidents)
    {
        lock (_lock)
        {
            foreach (var incident in incidents)
            {
                var key = (sensor, start, incident.Id);
                if (_incidents.Count < MaxIncidents || _incidents.ContainsKey(key)) _incidents[key] = incident;
                else _more++;
            }
        }
    }
}
