using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Detect;

namespace Tegument.Sensor.Report;

/// <summary>
/// Adds up the incidents that each ring counts by itself: one source's (or, on a victim, one technique's) incidents on several rings are one.
/// A pair of addresses is on one ring only, so counts and targets add up; of ports the most is told. Bounded: beyond that, once the quiet
/// ones are forgotten, a ring's incident is passed on as it is, and counted. One thread at a time.
/// </summary>
/// <param name="capacity">Incidents at once; more than zero.</param>
public sealed class TallyMerge(int capacity)
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromTicks(TallyTable.Quiet / 100);
    private readonly Dictionary<(IpKey Address, EvidenceKind Kind, string Technique, int Port, string? Mac, bool OnVictim), MergedTally> _open = [];
    private DateTimeOffset _forgot;
    private long _lastNumber;

    /// <summary>Incidents that found no room.</summary>
    public long Refused { get; private set; }

    /// <summary>The source's incident with all rings' counts in it.</summary>
    public EvidenceItem Add(int ring, EvidenceItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var merged = Of((item.Source, item.Kind, item.Technique, 0, null, false), item.LastSeen);
        if (merged is null) return item;
        merged.Take(ring, item.Incident, new MergedPart(item.Count, item.Targets), item.FirstSeen, item.LastSeen, s_quiet, NextNumber);
        merged.Ports = Math.Max(merged.Ports, item.Ports);
        merged.Aim(item.TopPorts);
        merged.Verified |= item.Verified;
        merged.Severity = Math.Max(merged.Severity, item.Severity);
        merged.Sample ??= item.Sample;
        var (count, targets) = merged.Total;
        return item with
        {
            Incident = merged.Number, Count = count, Targets = (int)Math.Min(targets, int.MaxValue), Ports = merged.Ports, FirstSeen = merged.First, LastSeen = merged.Last,
            Verified = merged.Verified, Severity = merged.Severity, Sample = merged.Sample, TopPorts = merged.TopPorts,
        };
    }

    /// <summary>The victim's incident with all rings' counts in it.</summary>
    public VictimIncident Add(int ring, VictimIncident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        var merged = Of((incident.Target, incident.Kind, incident.Technique, incident.Port, incident.Mac, true), incident.LastSeen);
        if (merged is null) return incident;
        // Two rings may begin incidents on two victims at the same moment: their numbers are made different here.
        var kind = (long)incident.Kind << 56;
        merged.Take(ring, incident.Id ^ kind, new MergedPart(incident.Packets, incident.Sources), incident.FirstSeen, incident.LastSeen, s_quiet, NextNumber);
        var (packets, sources) = merged.Total;
        return incident with { Id = merged.Number ^ kind, Packets = packets, Sources = sources, FirstSeen = merged.First, LastSeen = merged.Last };
    }

    private long NextNumber(long wished) => _lastNumber = Math.Max(wished, _lastNumber + 1);

    private MergedTally? Of((IpKey, EvidenceKind, string, int, string?, bool) key, DateTimeOffset now)
    {
        if (_open.TryGetValue(key, out var known)) return known;
        if (_open.Count >= capacity) ForgetQuiet(now);
        if (_open.Count >= capacity)
        {
            Refused++;
            return null;
        }

        return _open[key] = new MergedTally();
    }

    // At most once a second: a storm of strangers must not make each of them walk the table.
    private void ForgetQuiet(DateTimeOffset now)
    {
        if (now - _forgot < TimeSpan.FromSeconds(1)) return;
        _forgot = now;
        foreach (var (key, tally) in _open.Where(t => now - t.Value.Last > s_quiet).ToArray()) _open.Remove(key);
    }
}
