using System.Runtime.CompilerServices;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Detect;

/// <summary>
/// Counts per 64-bit key in open addressing; keys are hashes already (or ports), 0 is moved aside. Grows by doubling while the shared
/// budget lasts. One owner, one thread.
/// </summary>
public struct CountMap
{
    private const int Smallest = 16;
    private const int EntryBytes = 16;
    private Entry[]? _entries;

    /// <summary>Distinct keys.</summary>
    public int Count { get; private set; }

    /// <summary>The value of the key, added as zero when new. A null reference when the budget refused growth: the caller counts that.</summary>
    public ref int At(ulong key, MemoryBudget budget, out bool added)
    {
        added = false;
        if (key == 0) key = KeyForZero;
        if (_entries is null || (Count + 1) * 4 > _entries.Length * 3)
        {
            if (_entries is not null && Contains(key)) return ref _entries[IndexOf(key)].Value;
            if (!TryGrow(budget)) return ref Unsafe.NullRef<int>();
        }

        ref var entry = ref _entries![IndexOf(key)];
        if (entry.Key == 0)
        {
            entry.Key = key;
            Count++;
            added = true;
        }

        return ref entry.Value;
    }

    /// <summary>Has the key's place fetched: the maps of a scanner lie beyond the caches, and several misses at once cost as one.</summary>
    public readonly void Foresee(ulong key)
    {
        if (_entries is { } entries) Prefetch.Lines(in entries[Home(key, entries.Length - 1)]);
    }

    /// <summary>Gives the memory back.</summary>
    public void Release(MemoryBudget budget)
    {
        if (_entries is not null) budget.Return(_entries.Length * EntryBytes);
        this = default;
    }

    private const ulong KeyForZero = 0x5555_5555_5555_5555;

    private readonly bool Contains(ulong key) => _entries![IndexOf(key)].Key == key;

    private readonly int IndexOf(ulong key)
    {
        var entries = _entries!;
        var mask = entries.Length - 1;
        var index = Home(key, mask);
        while (entries[index].Key != 0 && entries[index].Key != key) index = (index + 1) & mask;
        return index;
    }

    private static int Home(ulong key, int mask) => (int)((key * 0x9E37_79B9_7F4A_7C15) >> 32) & mask;

    private bool TryGrow(MemoryBudget budget)
    {
        var size = _entries is null ? Smallest : _entries.Length * 2;
        if (!budget.TryTake(size * EntryBytes)) return false;
        var old = _entries;
        _entries = new Entry[size];
        if (old is null) return true;
        foreach (var entry in old)
            if (entry.Key != 0) _entries[IndexOf(entry.Key)] = entry;
        budget.Return(old.Length * EntryBytes);
        return true;
    }

    /// <summary>Side by side: one cache line for both.</summary>
    private struct Entry
    {
        public ulong Key;
        public int Value;
    }
}
