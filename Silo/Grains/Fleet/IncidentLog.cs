using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Fleet;

/// <summary>
/// The newest state of each victim incident, by last change; the oldest of more than <see cref="Capacity"/> is forgotten. Owned by one grain.
/// </summary>
internal sealed class IncidentLog(int capacity = IncidentLog.Capacity)
{
    public const int Capacity = 1000;

    private static readonly TimeSpan CountsEvery = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(string Sensor, string Start, long Id), LinkedListNode<Entry>> _known = [];
    private readonly LinkedList<Entry> _byChange = new();

    /// <summary>Incidents forgotten for room.</summary>
    public long Forgotten { get; private set; }

    /// <summary>A state that is older than the known one (fewer packets) changes nothing.</summary>
    /// <returns>True when the incident is new, or has grown a minute or more after this was last true: it then counts once more.</returns>
    public bool Record(string sensor, string start, VictimIncident incident, DateTimeOffset now)
    {
        var key = (sensor, start, incident.Id);
        var countedAt = now;
        if (_known.TryGetValue(key, out var node))
        {
            if (incident.Packets < node.Value.Incident.Packets || incident == node.Value.Incident) return false;
            if (now - node.Value.CountedAt < CountsEvery) countedAt = node.Value.CountedAt;
            _byChange.Remove(node);
        }
        else if (_known.Count >= capacity && _byChange.First is { } oldest)
        {
            _byChange.RemoveFirst();
            _known.Remove(oldest.Value.Key);
            Forgotten++;
        }

        _known[key] = _byChange.AddLast(new Entry(key, incident, countedAt));
        return countedAt == now;
    }

    public VictimIncident[] Newest(int limit)
    {
        var newest = new List<VictimIncident>(Math.Min(limit, _byChange.Count));
        for (var node = _byChange.Last; node is not null && newest.Count < limit; node = node.Previous) newest.Add(node.Value.Incident);
        return [.. newest];
    }

    private readonly record struct Entry((string Sensor, string Start, long Id) Key, VictimIncident Incident, DateTimeOffset CountedAt);
}
