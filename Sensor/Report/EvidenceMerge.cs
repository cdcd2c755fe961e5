using Tegument.Contracts.Evidence;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Detect.Rings;
using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Report;

/// <summary>
/// Weighs what several rings saw as if one had seen it. Conversations stay whole on their rings; what concerns a source over its targets, or
/// a target over its sources, comes here as facts and meets the same detectors that a single ring has. Incidents that each ring counts by
/// itself are added up. Any ring's thread calls, one at a time by one lock, every few milliseconds: packets never wait here, batches do.
/// </summary>
public sealed class EvidenceMerge : IRingWeigher
{
    private const long Second = 1_000_000_000;
    private const int TickShift = 28;
    private readonly Lock _lock = new();
    private readonly MemoryBudget _budget;
    private readonly SourceTable _sources;
    private readonly ScanDetector _scans;
    private readonly FloodDetector _floods;
    private readonly TallyMerge _tallies;
    private readonly EvidenceDesk _desk = new();
    private readonly List<EvidenceItem> _items = [];
    private readonly List<VictimIncident> _incidents = [];
    private volatile FloodedTarget[] _flooded = [];
    private int _floodVersion;
    private long _now;
    private long _swept;
    private bool _wasCrowd;

    /// <param name="limits">Of the whole sensor, not of a ring.</param>
    /// <param name="seed">Keys the hashes of the sets.</param>
    public EvidenceMerge(SensorLimits limits, ulong seed, bool live)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _budget = new MemoryBudget(limits.SetBytes);
        _sources = new SourceTable(limits.Sources, seed, _budget);
        _scans = new ScanDetector(_sources, _budget, _desk, seed, live);
        _floods = new FloodDetector(limits.Floods, _desk, seed);
        _tallies = new TallyMerge(limits.Tallies);
    }

    /// <summary>What the bounds here kept from being weighed; each ring has losses of its own beside them.</summary>
    public SensorLosses Losses
    {
        get
        {
            lock (_lock) return new SensorLosses(0, _sources.Evicted, _floods.Overflow, _budget.Refused, _tallies.Refused, 0, 0);
        }
    }

    FloodedTarget[] IRingWeigher.Flooded => _flooded;

    public void Take(ReadOnlySpan<RingFact> facts)
    {
        lock (_lock)
        {
            for (var i = 0; i < facts.Length; i++)
            {
                MoveTo(facts[i].Now);
                Weigh(in facts[i], in facts[Math.Max(0, i - 1)]);
            }

            PublishFloods();
        }
    }

    /// <summary>
    /// Takes a ring's own incidents, moves the clock on and hands on what is due, in the order in which it was weighed.
    /// </summary>
    /// <param name="ring">The ring's number.</param>
    /// <param name="now">The ring's clock.</param>
    /// <param name="items">What the ring drained; borrowed for the call.</param>
    /// <param name="incidents">The same, of victims.</param>
    /// <param name="everything">Also what would wait for its interval.</param>
    /// <param name="deliver">Takes what is due; called under the lock, and only when something is.</param>
    public void Drain(
        int ring, long now, List<EvidenceItem> items, List<VictimIncident> incidents, bool everything, Action<List<EvidenceItem>, List<VictimIncident>> deliver)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(incidents);
        ArgumentNullException.ThrowIfNull(deliver);
        lock (_lock)
        {
            MoveTo(now);
            PublishFloods();
            _scans.Settle();
            foreach (var item in items) _items.Add(WithConversations(_tallies.Add(ring, item)));
            foreach (var incident in incidents) _incidents.Add(_tallies.Add(ring, incident));
            _desk.Drain(_scans, _now, everything, _items, _incidents);
            if (_items.Count > 0 || _incidents.Count > 0) deliver(_items, _incidents);
            _items.Clear();
            _incidents.Clear();
        }
    }

    // Whom we converse with is known here, not on the rings.
    private EvidenceItem WithConversations(EvidenceItem item) =>
        item with { Conversation = EvidenceDesk.ConversationOf(item.Source, _scans), NetworkConversation = EvidenceDesk.NetworkConversationOf(item.Source, _scans) };

    // Rings are some milliseconds apart: the clock here never runs back.
    private void MoveTo(long now)
    {
        if (now <= _now) return;
        var ticked = now >> TickShift > _now >> TickShift;
        _now = now;
        if (ticked)
        {
            _scans.Settle();
            _floods.Tick(now);
        }

        if (now - _swept < Second) return;
        if (_swept == 0) _scans.Begin(now);
        _swept = now;
        _sources.Sweep(now);
    }

    private void Weigh(in RingFact fact, in RingFact before)
    {
        switch (fact.Kind)
        {
            case RingFactKind.Failed:
                _scans.Failed(in fact.Flow, _now, onlyKnown: FlowTracker.IsOfACrowd(in fact.Flow, _floods));
                break;
            case RingFactKind.EmptyHandshake: _scans.EmptyHandshake(in fact.Flow, _now); break;
            case RingFactKind.Conversed: _scans.Conversed(in fact.Flow, _now); break;
            case RingFactKind.Guessed: _scans.Guessed(in fact.Flow); break;
            case RingFactKind.Handshaked: _scans.Handshaked(in fact.Flow, _now); break;
            case RingFactKind.Flood:
                _floods.RateClock = Math.Max(_floods.RateClock, fact.RateClock);
                if (_wasCrowd && fact.IsSecondChoiceAfter(in before)) break;
                _wasCrowd = _floods.Count(fact.FloodKind, fact.Technique, fact.Source, fact.Target, fact.Port, fact.Now, fact.Spread, fact.Accuse, fact.Weight);
                break;
            default:
                _floods.RateClock = Math.Max(_floods.RateClock, fact.RateClock);
                _floods.Uncount(fact.FloodKind, fact.Source, fact.Target, fact.Port);
                break;
        }
    }

    private void PublishFloods()
    {
        if (_floods.Version == _floodVersion) return;
        _floodVersion = _floods.Version;
        _flooded = _floods.Flooded();
    }
}
