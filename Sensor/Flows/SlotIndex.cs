using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Flows;

/// <summary>
/// From hashes to slots of a table: buckets of one cache line, each with fifteen words that hold a slot's number and as many bits of its
/// hash as are left, and one word that counts the slots which found this bucket full and lie further on. A key that is not there is mostly
/// refused within one line, without a look at the table. Bounded; one thread; never allocates after construction.
/// </summary>
public sealed class SlotIndex
{
    private const int Words = 16;
    private const int Places = Words - 1;
    private const uint PlacesMask = (1u << Places) - 1;

    /// <summary>Buckets walked at most: so far apart lie only the victims of an attack on the hash, or the last slots of a full table.</summary>
    public const int MostBuckets = 16;

    private readonly LargeTable<uint> _words;
    private readonly int _slotBits;
    private readonly uint _slotMask;
    private readonly int _bucketMask;

    /// <param name="slots">A power of two, 2 to 2^24.</param>
    public SlotIndex(int slots)
    {
        _slotBits = BitOperations.Log2((uint)slots);
        _slotMask = (uint)slots - 1;
        // Half full when every slot is in use.
        var buckets = Math.Max(1, slots / 8);
        _bucketMask = buckets - 1;
        _words = new LargeTable<uint>(buckets * Words);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int BucketOf(ulong hash) => (int)hash & _bucketMask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int After(int bucket) => (bucket + 1) & _bucketMask;

    /// <summary>The places of the bucket that may hold the hash, a bit each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Matches(int bucket, ulong hash)
    {
        var line = WordsOf(bucket);
        var tags = Vector256.Create(~_slotMask);
        var tag = Vector256.Create(TagOf(hash));
        var low = Vector256.Equals(Vector256.Create<uint>(line) & tags, tag);
        var high = Vector256.Equals(Vector256.Create<uint>(line[8..]) & tags, tag);
        return (low.ExtractMostSignificantBits() | (high.ExtractMostSignificantBits() << 8)) & PlacesMask;
    }

    /// <summary>The slot at a place that <see cref="Matches"/> named.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int SlotAt(int bucket, int place) => (int)(_words[(bucket * Words) + place] & _slotMask);

    /// <summary>Some slots of this bucket's hashes lie further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Overflows(int bucket) => _words[(bucket * Words) + Places] != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong hash) => _words.Prefetch(BucketOf(hash) * Words);

    /// <summary>False when there is no place within <see cref="MostBuckets"/>.</summary>
    public bool TryAdd(ulong hash, int slot)
    {
        var bucket = BucketOf(hash);
        for (var walked = 0; walked < MostBuckets; walked++, bucket = After(bucket))
        {
            var line = WordsOf(bucket);
            var place = line[..Places].IndexOf(0u);
            if (place < 0) continue;
            line[place] = TagOf(hash) | (uint)slot;
            for (var passed = BucketOf(hash); walked > 0; walked--, passed = After(passed)) WordsOf(passed)[Places]++;
            return true;
        }

        return false;
    }

    /// <summary>Takes a slot out that <see cref="TryAdd"/> took in with the same hash.</summary>
    public void Remove(ulong hash, int slot)
    {
        var word = TagOf(hash) | (uint)slot;
        for (var bucket = BucketOf(hash); ; bucket = After(bucket))
        {
            var line = WordsOf(bucket);
            var place = line[..Places].IndexOf(word);
            if (place >= 0)
            {
                line[place] = 0;
                return;
            }

            line[Places]--;
        }
    }

    // The hash's upper bits (the lower chose the bucket); never zero, which marks an empty place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint TagOf(ulong hash)
    {
        var tag = (uint)(hash >> 32) & ~_slotMask;
        return tag == 0 ? 1u << _slotBits : tag;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<uint> WordsOf(int bucket) => _words.Slice(bucket * Words, Words);
}
