using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Report;

/// <summary>
/// Evidence on its way to the silo: batches in flight, resent until acknowledged, and behind them a spool that merges. Items are totals,
/// so a newer one of the same incident replaces the older: however long the silo is away, the spool holds each incident once. Beyond its
/// bound the incident that weighs least is dropped and counted. Thread-safe by one lock (cold path: a few hundred calls a second).
/// </summary>
/// <param name="sensor">The host's name.</param>
/// <param name="start">This run's id; sequences count within it.</param>
/// <param name="capacity">Incidents the spool may hold; more than zero.</param>
/// <param name="sequence">Sequences up to here were used by an earlier run of the same start id.</param>
public sealed class EvidenceOutbox(string sensor, string start, int capacity = 65_536, long sequence = 0)
{
    /// <summary>Unacknowledged batches at once; what comes meanwhile merges.</summary>
    public const int MaxInFlight = 8;

    /// <summary>Small enough for one frame and one transaction, large enough for a storm.</summary>
    public const int BatchItems = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(IpKey, EvidenceKind, string, long), EvidenceItem> _items = [];
    private readonly Dictionary<long, VictimIncident> _incidents = [];
    private readonly Queue<EvidenceBatch> _inFlight = [];
    private readonly Queue<(long Sequence, long Mark)> _emptied = [];
    private long _sequence = sequence;
    private long _mark;
    private long _settled;

    public string Start => start;

    /// <summary>Incidents dropped because the spool was full.</summary>
    public long Dropped { get; private set; }

    /// <summary>Batches the silo refused for good.</summary>
    public long Refused { get; private set; }

    /// <summary>Batches in flight plus those that the spool would make.</summary>
    public long Pending
    {
        get
        {
            lock (_lock) return _inFlight.Count + ((_items.Count + BatchItems - 1) / BatchItems) + (_items.Count == 0 && _incidents.Count > 0 ? 1 : 0);
        }
    }

    /// <summary>A mark behind all that was added so far; see <see cref="IsSettled"/>.</summary>
    public long Mark()
    {
        lock (_lock)
        {
            if (_items.Count + _incidents.Count + _inFlight.Count == 0) _settled = _mark;
            return _mark;
        }
    }

    /// <summary>All that was added before the mark has been acknowledged, or was dropped and counted.</summary>
    public bool IsSettled(long mark)
    {
        lock (_lock) return mark <= _settled;
    }

    public void Add(IReadOnlyList<EvidenceItem> items, IReadOnlyList<VictimIncident> incidents)
    {
        lock (_lock)
        {
            if (items.Count + incidents.Count > 0) _mark++;
            foreach (var item in items)
            {
                var key = (item.Source, item.Kind, item.Technique, item.Incident);
                if (_items.Count >= capacity && !_items.ContainsKey(key)) DropLeast();
                _items[key] = item;
            }

            foreach (var incident in incidents)
            {
                if (_incidents.Count >= capacity && !_incidents.ContainsKey(incident.Id)) Dropped++;
                else _incidents[incident.Id] = incident;
            }
        }
    }

    /// <summary>The next batch to send, or null when nothing waits or enough is in flight.</summary>
    public EvidenceBatch? Next()
    {
        lock (_lock)
        {
            if (_inFlight.Count >= MaxInFlight || (_items.Count == 0 && _incidents.Count == 0)) return null;
            var items = _items.Values.Take(BatchItems).ToArray();
            foreach (var item in items) _items.Remove((item.Source, item.Kind, item.Technique, item.Incident));
            var incidents = _incidents.Values.Take(BatchItems).ToArray();
            foreach (var incident in incidents) _incidents.Remove(incident.Id);
            var batch = new EvidenceBatch(sensor, start, ++_sequence, items, incidents);
            _inFlight.Enqueue(batch);
            if (_items.Count + _incidents.Count == 0) _emptied.Enqueue((batch.Sequence, _mark));
            return batch;
        }
    }

    /// <summary>What must be sent again on a new link, oldest first.</summary>
    public EvidenceBatch[] Unacknowledged()
    {
        lock (_lock) return [.. _inFlight];
    }

    /// <summary>The silo has it (or will never take it): up to this sequence nothing is resent.</summary>
    public void Acknowledge(long sequence, bool refused)
    {
        lock (_lock)
        {
            if (refused) Refused++;
            while (_inFlight.TryPeek(out var batch) && batch.Sequence <= sequence) _inFlight.Dequeue();
            while (_emptied.TryPeek(out var emptied) && emptied.Sequence <= sequence) _settled = _emptied.Dequeue().Mark;
        }
    }

    private void DropLeast()
    {
        var least = _items.Values.Take(64).MinBy(i => i.Severity * 100 + i.Count)!;
        _items.Remove((least.Source, least.Kind, least.Technique, least.Incident));
        Dropped++;
    }
}
