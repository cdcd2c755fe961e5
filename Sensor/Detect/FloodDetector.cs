using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Detect.Rings;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Detect;

/// <summary>
/// Floods and reflections by target. A coarse counter per (kind, target, port) watches everything in fixed memory; a target that comes near
/// a limit gets a record with its sources. A source is named only when it alone exceeds the limit: the forged crowd is one incident on the
/// victim. One thread; no allocation once its records are made.
/// </summary>
public sealed class FloodDetector
{
    private const int CoarseSlots = 1 << 14;
    private const int MaxRecords = 64;
    private const long Window = 1_000_000_000;

    /// <summary>So many times the limit is a flood from however few reflectors: a service's port as source must hide nobody.</summary>
    private const int FewReflectors = 4;

    /// <summary>A record without a packet for this long is over.</summary>
    private const long Quiet = 60 * Window;

    private readonly FloodLimits _limits;
    private readonly EvidenceDesk? _desk;
    private readonly RingFacts? _facts;
    private readonly ulong _seed;
    private readonly CoarseCount[] _coarse = new CoarseCount[CoarseSlots];
    private readonly FloodRecord[] _records = new FloodRecord[MaxRecords];
    private int _count;
    private long _lastNumber;

    /// <param name="facts">
    /// On one ring of several: where every count is noted, to be added to what the others saw; nothing is laid on a desk here. What is counted
    /// here, against this ring's share of the limits, only tells the crowd from who comes again. Null to judge alone.
    /// </param>
    public FloodDetector(FloodLimits limits, EvidenceDesk desk, ulong seed, RingFacts? facts = null)
    {
        (_limits, _desk, _seed, _facts) = (limits, facts is null ? desk : null, seed, facts);
        for (var i = 0; i < MaxRecords; i++) _records[i] = new FloodRecord();
    }

    /// <summary>
    /// The clock that rates are measured on, in nanoseconds: it advances with every step forward of packet time and stands when packet time
    /// runs back, so that a stretch of a merged capture that lies in the past still has its seconds.
    /// </summary>
    public long RateClock { get; set; }

    /// <summary>Targets that came near a limit while every record was in use.</summary>
    public long Overflow { get; private set; }

    /// <summary>Changes whenever a target comes under a flood or is out of it.</summary>
    public int Version { get; private set; }

    /// <summary>The targets under a flood.</summary>
    public FloodedTarget[] Flooded() => [.. _records.Take(_count).Where(r => r.Active).Select(r => new FloodedTarget(r.Kind, r.Technique, r.Target, r.Port, r.Spread))];

    /// <summary>
    /// Counts a packet towards a flood. Returns true while that target is flooded, in this second or the last, and the source is one of the
    /// crowd, not met a second time in this second: no conversation need be begun for it.
    /// </summary>
    /// <param name="accuse">False for a packet that says nothing of its sender: it counts, and names nobody.</param>
    /// <param name="weight">As how many packets this one counts towards the limit; at least 1.</param>
    public bool Count(EvidenceKind kind, string technique, IpKey source, IpKey target, ushort port, long now, bool spread = false, bool accuse = true, int weight = 1)
    {
        _facts?.Flood(new FloodedTarget(kind, technique, target, port, spread), source, now, RateClock, accuse, weight);
        var limit = _limits.Of(kind, spread);
        ref var coarse = ref CoarseOf(kind, target, port, spread);
        if (RateClock - coarse.Window >= Window) (coarse.Window, coarse.Count) = (RateClock, 0);

        // Two targets can share a coarse slot: it only decides who is looked at closely, never who is accused.
        var near = (coarse.Count += weight) >= limit / 8;
        if (!near && coarse.Record == 0) return false;
        var record = RecordOf(ref coarse, kind, technique, target, port, spread);
        if (record is null)
        {
            if (!near) return false;
            record = Begin(kind, technique, target, port, spread, now);
            if (record is null) return false;
            coarse.Record = _count;
        }

        return Add(record, source, limit, weight, now, accuse) <= 1 && record.Active && (record.WasOver || record.WindowCount >= limit)
            && (_facts is null || _facts.IsFlooded(new FloodedTarget(kind, technique, target, port, spread)));
    }

    /// <summary>
    /// It was no part of a flood after all: the handshake was finished, the question answered, or our side shows that it knows a
    /// conversation whose beginning was not followed. So a crowd of real clients does not stay a flood because it once looked like one.
    /// </summary>
    public void Uncount(EvidenceKind kind, IpKey source, IpKey target, ushort port)
    {
        _facts?.NoFlood(kind, source, target, port, RateClock);
        ref var coarse = ref CoarseOf(kind, target, port, spread: false);
        if (coarse.Count > 0 && RateClock - coarse.Window < Window) coarse.Count--;
        if (_count == 0) return;
        if (coarse.Record != 0) Uncount(RecordOf(ref coarse, kind, "", target, port, spread: false), source);
        if (kind == EvidenceKind.SynFlood) Uncount(Find(kind, "", target, 0, true), source);
    }

    /// <summary>True while this target is under a flood of that kind: a stranger's single packet to it says nothing about the stranger.</summary>
    public bool IsFlooded(EvidenceKind kind, IpKey target, ushort port)
    {
        if (_facts is not null) return _facts.IsFlooded(new FloodedTarget(kind, "", target, port, Spread: false)) || _facts.IsFlooded(new FloodedTarget(kind, "", target, 0, Spread: true));
        return _count > 0 && (Find(kind, "", target, port, false) is { Active: true } || Find(kind, "", target, 0, true) is { Active: true });
    }

    /// <summary>Ends records that fell quiet, after their last report.</summary>
    public void Tick(long now)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            var record = _records[i];
            if (now - record.Last < (record.Active ? Quiet : 2 * Window)) continue;
            _desk?.Forget(record);
            if (record.Active) Version++;
            _count--;
            (_records[i], _records[_count]) = (_records[_count], record);
        }
    }

    private void Uncount(FloodRecord? record, IpKey source)
    {
        if (record is null) return;
        if (record.Packets > 0) record.Packets--;
        if (record.WindowCount == 0) return;
        record.WindowCount--;
        record.Window.Subtract(source, KeyedHash.Of(source, _seed));
    }

    // Answers with the source's certain count in the present second.
    private long Add(FloodRecord record, IpKey source, int limit, int weight, long now, bool accuse)
    {
        if (RateClock - record.WindowStart >= Window)
        {
            record.WasOver = record.WindowCount >= limit;
            record.WindowStart = RateClock;
            record.WindowCount = 0;
            record.Window.Clear();
        }

        record.WindowCount += weight;
        record.Packets++;
        // While it is a flood, its end is the last moment in which it was one.
        if (!record.Active || record.WindowCount >= limit) record.Last = Math.Max(record.Last, now);
        var hash = KeyedHash.Of(source, _seed);
        record.Sources.Add(hash);
        record.Top.Add(source, hash);
        var certain = record.Window.Add(source, hash);
        if (record.WindowCount < limit || (!record.Active && !IsFlood(record, limit))) return certain;
        if (!record.Active) Version++;
        record.Active = true;
        _desk?.Touch(record);
        if (accuse && certain >= limit && record.Kind != EvidenceKind.Amplification && !record.Spread) _desk?.FloodSource(record, source, certain);
        return certain;
    }

    // Reflection needs reflectors, and a flood over random ports needs a crowd: one busy peer or one scanner is neither.
    // The estimate walks 4 KB, so it is asked seldom.
    private static bool IsFlood(FloodRecord record, int limit)
    {
        var least = record.Kind == EvidenceKind.Amplification ? FloodLimits.ReflectorsLeast : record.Spread ? FloodLimits.SpreadLeast : 0;
        if (least == 0 || (record.Kind == EvidenceKind.Amplification && record.WindowCount >= FewReflectors * limit)) return true;
        return (record.Packets & (record.Spread ? 127 : 15)) == 0 && record.Sources.Value() >= least;
    }

    private ref CoarseCount CoarseOf(EvidenceKind kind, IpKey target, ushort port, bool spread) =>
        ref _coarse[(int)(KeyedHash.Of(target, port, _seed + ((ulong)kind << 1) + (spread ? 1UL : 0)) & (CoarseSlots - 1))];

    // The slot remembers where its record was last: mostly it is still there.
    private FloodRecord? RecordOf(ref CoarseCount coarse, EvidenceKind kind, string technique, IpKey target, ushort port, bool spread)
    {
        var at = coarse.Record - 1;
        if ((uint)at < (uint)_count && Is(_records[at], kind, technique, target, port, spread)) return _records[at];
        for (at = _count - 1; at >= 0; at--)
            if (Is(_records[at], kind, technique, target, port, spread)) break;
        coarse.Record = at + 1;
        return at < 0 ? null : _records[at];
    }

    private static bool Is(FloodRecord record, EvidenceKind kind, string technique, IpKey target, ushort port, bool spread) =>
        record.Target == target && record.Port == port && record.Kind == kind && record.Spread == spread
        && (kind != EvidenceKind.Amplification || record.Technique == technique);

    private FloodRecord? Find(EvidenceKind kind, string technique, IpKey target, ushort port, bool spread)
    {
        for (var i = 0; i < _count; i++)
            if (Is(_records[i], kind, technique, target, port, spread)) return _records[i];
        return null;
    }

    private FloodRecord? Begin(EvidenceKind kind, string technique, IpKey target, ushort port, bool spread, long now)
    {
        if (_count == MaxRecords)
        {
            Overflow++;
            return null;
        }

        var record = _records[_count++];
        // Two records never share a number, whatever the clock's grain: numbers name incidents.
        _lastNumber = Math.Max(now, _lastNumber + 1);
        record.Begin(kind, technique, target, port, spread, _lastNumber, now);
        record.WindowStart = RateClock;
        return record;
    }

    /// <summary>Packets of the present second to whatever targets share the slot, and one more than the place of a record of theirs; 0 for none.</summary>
    private struct CoarseCount
    {
        public long Window;
        public int Count;
        public int Record;
    }
}
