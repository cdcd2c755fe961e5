using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Decode.Fragments;

/// <summary>
/// The slots of the fragment table: found by source and number, listed by age, counted by source. Knows no policy and no bytes. Nothing is
/// allocated after construction. One thread.
/// </summary>
internal sealed class DatagramSlots
{
    private const int Buckets = 1024;
    private readonly Datagram[] _slots;
    private readonly int[] _buckets = new int[Buckets];
    private readonly int[] _datagrams = new int[Buckets];
    private readonly int[] _pages = new int[Buckets];
    private readonly ulong _seed;
    private DatagramList _pending = DatagramList.Empty;
    private DatagramList _spent = DatagramList.Empty;
    private int _free = -1;
    private int _fresh;

    public DatagramSlots(int capacity, ulong seed)
    {
        (_slots, _seed) = (new Datagram[capacity], seed);
        Array.Fill(_buckets, -1);
    }

    public int Count { get; private set; }

    public bool IsFull => _free < 0 && _fresh == _slots.Length;

    /// <summary>The datagram that has waited longest for fragments, and the one whose copies were waited for longest; -1 for none.</summary>
    public int OldestPending => _pending.Head;

    public int OldestSpent => _spent.Head;

    public ref Datagram this[int index] => ref _slots[index];

    /// <summary>Sources that share a bucket share its bounds: one in a thousand strangers, and nobody can choose them. An IPv6 source is its /64.</summary>
    public int BucketOf(IpKey source)
    {
        var hash = ((source.IsIPv4 ? source.Lower : source.Upper) ^ _seed) * 0x9E37_79B9_7F4A_7C15;
        return (int)((hash ^ (hash >> 32)) * (_seed | 1) >> 54) & (Buckets - 1);
    }

    public int DatagramsOf(int bucket) => _datagrams[bucket];

    public int PagesOf(int bucket) => _pages[bucket];

    public int Find(int bucket, uint id, ref readonly FragmentOrigin origin)
    {
        for (var i = _buckets[bucket]; i >= 0; i = _slots[i].BucketNext)
            if (_slots[i].Id == id && _slots[i].Origin.IsSameAs(in origin)) return i;
        return -1;
    }

    /// <summary>The oldest of a bucket that is pending, or that is not; -1 when there is none but the exception.</summary>
    public int OldestOf(int bucket, bool pending, int except = -1)
    {
        var oldest = -1;
        // The newest is the first.
        for (var i = _buckets[bucket]; i >= 0; i = _slots[i].BucketNext)
            if (i != except && _slots[i].State == DatagramState.Pending == pending) oldest = i;
        return oldest;
    }

    /// <summary>A fresh pending datagram; there must be room.</summary>
    public int Begin(int bucket, uint id, ref readonly FragmentOrigin origin, long now)
    {
        var index = _free >= 0 ? _free : _fresh++;
        if (index == _free) _free = _slots[index].BucketNext;
        _slots[index] = new Datagram
        {
            Origin = origin, Id = id, State = DatagramState.Pending, Total = -1, Began = now, Last = now,
            Bucket = bucket, BucketNext = _buckets[bucket], BucketPrevious = -1,
        };
        if (_buckets[bucket] >= 0) _slots[_buckets[bucket]].BucketPrevious = index;
        _buckets[bucket] = index;
        _datagrams[bucket]++;
        _pending.Add(_slots, index);
        Count++;
        return index;
    }

    public void AddPages(int index, int pages)
    {
        _slots[index].Pages += pages;
        _pages[_slots[index].Bucket] += pages;
    }

    /// <summary>It is done with, but its number is remembered for a while. Its pages must be given back by then.</summary>
    public void Spend(int index, DatagramState state, long now)
    {
        _pending.Remove(_slots, index);
        _spent.Add(_slots, index);
        (_slots[index].State, _slots[index].Last) = (state, now);
    }

    public void Remove(int index)
    {
        ref var slot = ref _slots[index];
        if (slot.State == DatagramState.Pending) _pending.Remove(_slots, index);
        else _spent.Remove(_slots, index);
        if (slot.BucketPrevious >= 0) _slots[slot.BucketPrevious].BucketNext = slot.BucketNext;
        else _buckets[slot.Bucket] = slot.BucketNext;
        if (slot.BucketNext >= 0) _slots[slot.BucketNext].BucketPrevious = slot.BucketPrevious;
        _datagrams[slot.Bucket]--;
        slot.State = DatagramState.Free;
        slot.BucketNext = _free;
        _free = index;
        Count--;
    }
}
