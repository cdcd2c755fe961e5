using System.Numerics;
using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Native;

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
    private readonly SlotIndex _index;
    private readonly ulong _seed;
    private readonly MemoryBudget _budget;
    private int _free = -1;
    private int _fresh;
    private int _hand;
    private SourceRecord _nobody;

    public SourceTable(int capacity, ulong seed, MemoryBudget budget)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(capacity, 64, 1 << 22));
        _records = new SourceRecord[size];
        _index = new SlotIndex(size);
        _seed = seed;
        _budget = budget;
    }

    public int Count { get; private set; }

    /// <summary>Sources forgotten to make room.</summary>
    public long Evicted { get; private set; }

    public ref SourceRecord Find(IpKey address)
    {
        var hash = KeyedHash.Of(address, _seed);
        var bucket = _index.BucketOf(hash);
        for (var walked = 0; walked < SlotIndex.MostBuckets; walked++, bucket = _index.After(bucket))
        {
            for (var places = _index.Matches(bucket, hash); places != 0; places &= places - 1)
            {
                ref var record = ref _records[_index.SlotAt(bucket, BitOperations.TrailingZeroCount(places))];
                if (record.Address == address) return ref record;
            }

            if (!_index.Overflows(bucket)) break;
        }

        return ref Unsafe.NullRef<SourceRecord>();
    }

    /// <summary>For <see cref="ConversationQueue"/>: has the address's place in the index fetched, and later the record it names.</summary>
    internal void ForeseeIndex(IpKey address) => _index.Prefetch(KeyedHash.Of(address, _seed));

    internal void ForeseeRecord(IpKey address)
    {
        var hash = KeyedHash.Of(address, _seed);
        var bucket = _index.BucketOf(hash);
        var places = _index.Matches(bucket, hash);
        if (places != 0) Prefetch.Lines(in _records[_index.SlotAt(bucket, BitOperations.TrailingZeroCount(places))]);
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

        var hash = KeyedHash.Of(address, _seed);
        if (_free < 0 && _fresh == _records.Length) Evict(now);
        var index = _free >= 0 ? _free : _fresh;
        if (!_index.TryAdd(hash, index))
        {
            // No hash that anybody could aim at leads here; if it ever happens, this source is forgotten at once.
            Evicted++;
            _nobody = new SourceRecord { Address = address, LastSeen = now };
            return ref _nobody;
        }

        ref var record = ref _records[index];
        if (index == _free) _free = record.FreeNext;
        else _fresh++;
        record = new SourceRecord { Address = address, LastSeen = now, InUse = true };
        Count++;
        return ref record;
    }

    /// <summary>The everyday sweep, about once a second: the silent go after two hours, those we know after a day.</summary>
    public void Sweep(long now) => Sweep(now, 7_200_000_000_000, 86_400_000_000_000, 64);

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

    /// <summary>
    /// Takes the sets of the least valuable of a few sources, so that a crowd that failed a little cannot use up what one who fails a lot
    /// needs. What was counted of it is forgotten, and that is counted; the acquaintance stays.
    /// </summary>
    /// <param name="except">Whose sets are about to grow.</param>
    public void GiveBackSets(IpKey except, long now)
    {
        var worst = -1;
        var least = long.MaxValue;
        for (var i = 0; i < Sample; i++)
        {
            _hand = (_hand + 1) & (_records.Length - 1);
            if (_records[_hand].Fans is null || _records[_hand].Address == except) continue;
            var value = ValueOf(in _records[_hand], now);
            if (value >= least) continue;
            (worst, least) = (_hand, value);
        }

        if (worst < 0) return;
        for (var fan = _records[worst].Fans; fan is not null; fan = fan.Next) fan.Release(_budget);
        _records[worst].Fans = null;
        Evicted++;
    }

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
        _index.Remove(KeyedHash.Of(record.Address, _seed), index);
        for (var fan = record.Fans; fan is not null; fan = fan.Next) fan.Release(_budget);
        record = default;
        record.FreeNext = _free;
        _free = index;
        Count--;
    }
}
