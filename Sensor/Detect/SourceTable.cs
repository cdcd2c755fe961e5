using System.Numerics;
using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Detect;

/// <summary>
/// Sources worth remembering: those whose probes failed, and those we converse with. Bounded; when full, the least valuable of a few
/// neighbours is forgotten and counted, so that a flood of one-packet sources pushes out its own kind first. One thread.
/// </summary>
public sealed class SourceTable
{
    private const int Sample = 16;
    private const long Acquaintance = 600_000_000_000;
    private readonly SourceRecord[] _records;
    private readonly int[] _heads;
    private readonly ulong _seed;
    private readonly MemoryBudget _budget;
    private int _free = -1;
    private int _fresh;
    private int _hand;

    public SourceTable(int capacity, ulong seed, MemoryBudget budget)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(capacity, 64, 1 << 22));
        _records = new SourceRecord[size];
        _heads = new int[size];
        _seed = seed;
        _budget = budget;
        Array.Fill(_heads, -1);
    }

    public int Count { get; private set; }

    /// <summary>Sources forgotten to make room.</summary>
    public long Evicted { get; private set; }

    public ref SourceRecord Find(IpKey address)
    {
        for (var i = _heads[Bucket(address)]; i >= 0; i = _records[i].HashNext)
            if (_records[i].Address == address) return ref _records[i];
        return ref Unsafe.NullRef<SourceRecord>();
    }

    /// <summary>Never refuses: makes room when it must.</summary>
    public ref SourceRecord GetOrAdd(IpKey address, long now)
    {
        ref var known = ref Find(address);
        if (!Unsafe.IsNullRef(ref known))
        {
            known.LastSeen = Math.Max(known.LastSeen, now);
            return ref known;
        }

        if (_free < 0 && _fresh == _records.Length) Evict(now);
        var index = _free >= 0 ? _free : _fresh++;
        ref var record = ref _records[index];
        if (index == _free) _free = record.FreeNext;
        var bucket = Bucket(address);
        record = new SourceRecord { Address = address, LastSeen = now, HashNext = _heads[bucket], InUse = true };
        _heads[bucket] = index;
        Count++;
        return ref record;
    }

    /// <summary>
    /// Forgets sources that were silent longer than <paramref name="idle"/> nanoseconds, and those we conversed with after
    /// <paramref name="acquainted"/>; walks a slice of the table a call.
    /// </summary>
    public void Sweep(long now, long idle, long acquainted, int slice)
    {
        for (var i = 0; i < slice && _fresh > 0; i++)
        {
            _hand = _hand + 1 < _fresh ? _hand + 1 : 0;
            ref var record = ref _records[_hand];
            if (record.InUse && now - record.LastSeen > idle && (record.ConversationBegan == 0 || now - record.ConversationLast > acquainted)) Remove(_hand);
        }
    }

    private int Bucket(IpKey address) => (int)(KeyedHash.Of(address, _seed) & (uint)(_heads.Length - 1));

    private void Evict(long now)
    {
        var worst = -1;
        var least = long.MaxValue;
        for (var i = 0; i < Sample; i++)
        {
            _hand = (_hand + 1) & (_records.Length - 1);
            if (!_records[_hand].InUse) continue;
            var value = ValueOf(in _records[_hand], now);
            if (value >= least) continue;
            (worst, least) = (_hand, value);
        }

        Evicted++;
        Remove(worst);
    }

    // A conversation is what protects an innocent from a forger, hostile counts are what convicts: both outweigh mere recency.
    private static long ValueOf(in SourceRecord record, long now)
    {
        var age = Math.Max(0, now - record.LastSeen) / 1_000_000_000;
        var value = -age;
        if (record.ConversationBegan != 0) value += record.ConversationLast - record.ConversationBegan >= Acquaintance ? 2 * 86_400 : 86_400;
        for (var fan = record.Fans; fan is not null; fan = fan.Next) value += 600 * Math.Min(fan.Pairs - 1, 64);
        return value;
    }

    private void Remove(int index)
    {
        ref var record = ref _records[index];
        ref var link = ref _heads[Bucket(record.Address)];
        while (link != index) link = ref _records[link].HashNext;
        link = record.HashNext;
        for (var fan = record.Fans; fan is not null; fan = fan.Next) fan.Release(_budget);
        record = default;
        record.FreeNext = _free;
        _free = index;
        Count--;
    }
}
