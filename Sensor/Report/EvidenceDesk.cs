using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Report;

/// <summary>
/// Where detectors lay down what grew, and where facts become evidence. Holds at most what the detectors' own bounded tables hold: a
/// fan or record is on the desk once, however often it grows. One thread.
/// </summary>
public sealed class EvidenceDesk
{
    /// <summary>Above this many counts an incident has weighed all it can; it is told of once a second from then on, not on every growth.</summary>
    private const long Weighed = 40;
    private const long Interval = 1_000_000_000;

    /// <summary>A flood's single sources that wait for the next drain; more are met again with their next packet.</summary>
    private const int MaxFloodSources = 1024;

    private readonly List<(IpKey Source, Fan Fan)> _fans = [];
    private readonly List<FloodRecord> _floods = [];
    private readonly Dictionary<(long Number, EvidenceKind Kind, IpKey Source), FloodSource> _floodSources = [];
    private readonly List<FloodSource> _dirtySources = [];
    private readonly List<VictimIncident> _finished = [];
    private readonly List<Tally> _tallies = [];

    /// <summary>Something waits that has not been told yet.</summary>
    public bool IsDirty => _fans.Count + _floods.Count + _dirtySources.Count + _finished.Count + _tallies.Count > 0;

    public void Touch(IpKey source, Fan fan)
    {
        if (fan.Dirty) return;
        fan.Dirty = true;
        _fans.Add((source, fan));
    }

    public void Touch(FloodRecord record)
    {
        if (record.OnDesk) return;
        record.OnDesk = true;
        _floods.Add(record);
    }

    /// <summary>The incident grew.</summary>
    public void Touch(Tally tally)
    {
        if (tally.Dirty) return;
        tally.Dirty = true;
        _tallies.Add(tally);
    }

    /// <summary>One source alone exceeds a flood's limit.</summary>
    public void FloodSource(FloodRecord record, IpKey source, long packets)
    {
        var key = (record.Number, record.Kind, source);
        if (!_floodSources.TryGetValue(key, out var known))
        {
            if (_floodSources.Count >= MaxFloodSources || source.IsMulticast || source.IsUnspecified) return;
            known = new FloodSource(record.Kind, record.Number, source, record.Target, record.Port) { First = record.First };
            _floodSources.Add(key, known);
        }

        known.Count(record.WindowStart, packets);
        known.Last = record.Last;
        if (known.Dirty) return;
        known.Dirty = true;
        _dirtySources.Add(known);
    }

    /// <summary>The record is about to be used for another target: tells its last totals first.</summary>
    public void Forget(FloodRecord record)
    {
        if (record.Active) _finished.Add(ToIncident(record));
        _floods.Remove(record);
        record.OnDesk = false;
        foreach (var key in _floodSources.Keys.Where(k => k.Number == record.Number && k.Kind == record.Kind).ToArray()) _floodSources.Remove(key);
    }

    /// <summary>Takes what is due. <paramref name="everything"/> also takes what would wait for its interval (at the end of a capture).</summary>
    public void Drain(ScanDetector scans, long now, bool everything, List<EvidenceItem> items, List<VictimIncident> incidents)
    {
        _fans.RemoveAll(entry =>
        {
            var (source, fan) = entry;
            if (!everything && fan.ReportedScan + fan.ReportedSweep >= Weighed && now - fan.ReportedAt < Interval) return false;
            AddItems(source, fan, scans, items);
            fan.ReportedAt = now;
            fan.Dirty = false;
            return true;
        });
        _dirtySources.RemoveAll(source =>
        {
            if (!everything && source.ReportedAt != 0 && now - source.ReportedAt < Interval) return false;
            items.Add(ToItem(source, scans));
            source.ReportedAt = now;
            source.Dirty = false;
            return true;
        });
        DrainTallies(scans, now, everything, items, incidents);
        incidents.AddRange(_finished);
        _finished.Clear();
        _floods.RemoveAll(record =>
        {
            if (!everything && record.ReportedAt != 0 && now - record.ReportedAt < Interval) return false;
            incidents.Add(ToIncident(record));
            record.ReportedAt = now;
            record.OnDesk = false;
            return true;
        });
    }

    private void DrainTallies(ScanDetector scans, long now, bool everything, List<EvidenceItem> items, List<VictimIncident> incidents) =>
        _tallies.RemoveAll(tally =>
        {
            var waits = tally.OnVictim ? tally.ReportedAt != 0 : tally.ReportedCount >= Weighed;
            if (!everything && waits && now - tally.ReportedAt < Interval) return false;
            if (tally.OnVictim) incidents.Add(ToIncident(tally));
            else items.Add(ToItem(tally, scans));
            (tally.ReportedAt, tally.ReportedCount, tally.Dirty) = (now, tally.Count, false);
            return true;
        });

    private static void AddItems(IpKey source, Fan fan, ScanDetector scans, List<EvidenceItem> items)
    {
        if (fan.ScanCount > 0) items.Add(ToItem(source, fan, EvidenceKind.PortScan, fan.ScanCount, scans));
        if (fan.SweepCount > 0) items.Add(ToItem(source, fan, EvidenceKind.HostSweep, fan.SweepCount, scans));
        fan.ReportedScan = fan.ScanCount;
        fan.ReportedSweep = fan.SweepCount;
    }

    private static EvidenceItem ToItem(IpKey source, Fan fan, EvidenceKind kind, long count, ScanDetector scans)
    {
        // A stack's SYN or a raw one: to a sweep it is one technique.
        var technique = kind == EvidenceKind.HostSweep && fan.Technique == ProbeTechnique.Connect ? ProbeTechnique.Syn : fan.Technique;
        return new EvidenceItem(
            source, kind, ProbeTechniques.NameOf(technique), fan.Number, count,
            fan.Technique is ProbeTechnique.Echo or ProbeTechnique.Arp ? 0 : fan.Ports, fan.Targets,
            Time(fan.First), Time(fan.Last), fan.Verified, 0, ConversationOf(source, scans), null, NetworkConversationOf(source, scans), fan.TopPorts);
    }

    private static EvidenceItem ToItem(FloodSource source, ScanDetector scans) => new(
        source.Source, source.Kind, "", source.Number, source.Packets, source.Port == 0 ? 0 : 1, 1,
        Time(source.First), Time(source.Last), false, 4, ConversationOf(source.Source, scans),
        source.Port == 0 ? $"flood on {source.Target}" : $"flood on {source.Target} port {source.Port}", NetworkConversationOf(source.Source, scans), source.TopPorts);

    private static EvidenceItem ToItem(Tally tally, ScanDetector scans) => new(
        tally.Address, tally.Kind, tally.Technique, tally.Number, tally.Count, tally.Ports, tally.Targets,
        Time(tally.First), Time(tally.Last), tally.Verified, tally.Severity, ConversationOf(tally.Address, scans), tally.Sample,
        NetworkConversationOf(tally.Address, scans), tally.Aimed.Told());

    private static VictimIncident ToIncident(Tally tally) => new(
        tally.Number ^ ((long)tally.Kind << 56), tally.Kind, tally.Technique, tally.Address, tally.Port, tally.Targets, tally.Count,
        Time(tally.First), Time(tally.Last), tally.By is { } by ? [new TopSource(by, tally.Count)] : [], tally.Mac == 0 ? null : HardwareAddress(tally.Mac), tally.Sample);

    private static string HardwareAddress(ulong mac) => string.Join(':', Enumerable.Range(0, 6).Select(i => ((byte)(mac >> (40 - (8 * i)))).ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));

    internal static Conversation? ConversationOf(IpKey source, ScanDetector scans) => ToConversation(scans.ConversationOf(source));

    internal static Conversation? NetworkConversationOf(IpKey source, ScanDetector scans) => ToConversation(scans.NetworkConversationOf(source));

    private static Conversation? ToConversation((long Began, long Last) conversation) =>
        conversation.Began == 0 ? null : new Conversation(Time(conversation.Began), Time(conversation.Last));

    private static VictimIncident ToIncident(FloodRecord record) => new(
        record.Number ^ ((long)record.Kind << 56), record.Kind, record.Technique, record.Target, record.Port, Math.Min(record.Sources.Value(), record.Packets),
        record.Packets,
        Time(record.First), Time(record.Last),
        record.Top.Held
            .Select(s => new TopSource(s.Source, s.Packets))
            .OrderByDescending(s => s.Packets).ThenBy(s => s.Address).Take(VictimIncident.MaxTopSources).ToArray());

    /// <summary>Nanoseconds since the Unix epoch as a time; .NET keeps 100 ns.</summary>
    public static DateTimeOffset Time(long nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(Math.Clamp(nanoseconds / 100, -621_355_968_000_000_000, 2_534_023_007_999_999_999));
}
