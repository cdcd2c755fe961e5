using System.Runtime.CompilerServices;

namespace Tegument.Sensor.Detect;

/// <summary>
/// Counts per 64-bit key in open addressing; keys are hashes already (or ports), 0 is moved aside. Grows by doubling while the shared
/// budget lasts. One owner, one thread.
/// </summary>
public struct CountMap
{
    private const int Smallest = 16;
    private ulong[]? _keys;
    private int[]? _values;

    /// <summary>Distinct keys.</summary>
    public int Count { get; private set; }

    /// <summary>The value of the key, added as zero when new. A null reference when the budget refused growth: the caller counts that.</summary>
    public ref int At(ulong key, MemoryBudget budget, out bool added)
    {
        added = false;
        if (key == 0) key = KeyForZero;
        if (_keys is null || (Count + 1) * 4 > _keys.Length * 3)
        {
            if (_keys is not null && Contains(key)) return ref _values![IndexOf(key)];
            if (!TryGrow(budget)) return ref Unsafe.NullRef<int>();
        }

        var index = IndexOf(key);
        if (_keys![index] == 0)
        {
            _keys[index] = key;
            Count++;
            added = true;
        }

        return ref _values![index];
    }

    /// <summary>Gives the memory back.</summary>
    public void Release(MemoryBudget budget)
    {
        if (_keys is not null) budget.Return(_keys.Length * 12);
        this = default;
    }

    private const ulong KeyForZero = 0x5555_5555_5555_5555;

    private readonly bool Contains(ulong key) => _keys![IndexOf(key)] == key;

    private readonly int IndexOf(ulong key)
    {
        var mask = _keys!.Length - 1;
        var index = (int)((key * 0x9E37_79B9_7F4A_7C15) >> 32) & mask;
        while (_keys[index] != 0 && _keys[index] != key) index = (index + 1) & mask;
        return index;
    }

    private bool TryGrow(MemoryBudget budget)
    {
        var size = _keys is null ? Smallest : _keys.Length * 2;
        if (!budget.TryTake(size * 12)) return false;
        var (oldKeys, oldValues) = (_keys, _values);
        _keys = new ulong[size];
        _values = new int[size];
        if (oldKeys is null) return true;
        for (var i = 0; i < oldKeys.Length; i++)
        {
            if (oldKeys[i] == 0) continue;
            var index = IndexOf(oldKeys[i]);
            _keys[index] = oldKeys[i];
            _values[index] = oldValues![i];
        }

        budget.Return(oldKeys.Length * 12);
        return true;
    }
}
