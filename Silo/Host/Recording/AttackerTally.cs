using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Evidence;
using Tegument.Silo.Policy;
using Tegument.Silo.Policy.Simulation;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Host.Recording;

/// <summary>
/// Finds the worst sources of a period. Takes recorded evidence source by source, holds one source's incidents and the worst so far. One
/// thread; used once.
/// </summary>
internal sealed class AttackerTally(ReputationPolicy policy, int most)
{
    private const int MaxSensors = 16;

    private readonly PriorityQueue<AttackerView, double> _worst = new();
    private readonly Dictionary<(string Sensor, string Start, EvidenceKind Kind, string Technique, long Incident), EvidenceItem> _incidents = [];
    private readonly SortedSet<string> _sensors = new(StringComparer.Ordinal);
    private IpKey _source;

    /// <summary>Sources so far.</summary>
    public long Sources { get; private set; }

    /// <summary>In the order of the sources; an incident's later row replaces the earlier one.</summary>
    public void Take(RecordedEvidence told)
    {
        ArgumentNullException.ThrowIfNull(told);
        if (told.Item.Source != _source) Finish();
        _source = told.Item.Source;
        _incidents[(told.Sensor, told.Start, told.Item.Kind, told.Item.Technique, told.Item.Incident)] = told.Item;
        if (_sensors.Count < MaxSensors) _sensors.Add(told.Sensor);
    }

    /// <summary>Worst first. Nothing is taken after that.</summary>
    public AttackerView[] Worst()
    {
        Finish();
        var worst = new AttackerView[_worst.Count];
        for (var i = worst.Length - 1; i >= 0; i--) worst[i] = _worst.Dequeue();
        return worst;
    }

    private void Finish()
    {
        if (_incidents.Count == 0) return;
        Sources++;
        var items = _incidents.Values;
        var points = items.Sum(item => ReputationScore.Points(policy, item.Kind, item.Technique, policy.Alerts.SeverityOf(item), item.Count));
        if (_worst.Count < most || points > _worst.Peek().Points)
        {
            if (_worst.Count >= most) _worst.Dequeue();
            _worst.Enqueue(ViewOf(items, Math.Round(points, 1)), points);
        }

        _incidents.Clear();
        _sensors.Clear();
    }

    private AttackerView ViewOf(IReadOnlyCollection<EvidenceItem> items, double points) => new(
        _source,
        points,
        items.Min(item => item.FirstSeen),
        items.Max(item => item.LastSeen),
        items.Any(item => item.Verified),
        Banned: false,
        [.. _sensors],
        [.. items.GroupBy(item => (item.Kind, item.Technique)).OrderBy(kind => kind.Key).Select(kind => new AttackerEvidence(
            kind.Key.Kind, kind.Key.Technique, kind.Sum(item => item.Count), kind.Max(item => item.Ports), kind.Max(item => item.Targets)))]);
}
