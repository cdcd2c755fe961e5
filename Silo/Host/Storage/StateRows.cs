using Orleans.Runtime;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// Says of most grains that they have no row, without asking the disk: a flood of new sources would read it for each. A Bloom filter of a
/// fixed 2 MB: it never denies a row that there is; with a million rows it sends one reader in two hundred to the disk in vain, and when it
/// is full it sends all. Filled by the first question; rows that go stay in it. Safe on any thread.
/// </summary>
/// <remarks>One process holds the database, and every row is added here before it is written.</remarks>
internal sealed class StateRows(Action<Action<string, string, string>> load)
{
    private const int Bits = 1 << 24;
    private const int Probes = 3;

    private readonly Lock _loading = new();
    private readonly int[] _bits = new int[Bits / 32];
    private volatile bool _loaded;

    /// <summary>False when there is no such row.</summary>
    public bool MayHold(string stateName, GrainId id)
    {
        if (!_loaded) Load();
        var hash = HashOf(id.Type.ToString(), stateName, id.Key.ToString());
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = BitOf(hash, probe);
            if ((Volatile.Read(ref _bits[bit >> 5]) & 1 << bit) == 0) return false;
        }

        return true;
    }

    /// <summary>To be called before the row is written.</summary>
    public void Add(string stateName, GrainId id) => Add(id.Type.ToString(), stateName, id.Key.ToString());

    private void Add(string type, string stateName, string key)
    {
        var hash = HashOf(type, stateName, key);
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = BitOf(hash, probe);
            Interlocked.Or(ref _bits[bit >> 5], 1 << bit);
        }
    }

    private void Load()
    {
        lock (_loading)
        {
            if (_loaded) return;
            load(Add);
            _loaded = true;
        }
    }

    // The texts' own hashes are keyed: nobody outside can choose addresses that all look known.
    private static ulong HashOf(string type, string stateName, string key) => (uint)HashCode.Combine(type, stateName, key) * 0x9E37_79B9_7F4A_7C15;

    private static int BitOf(ulong hash, int probe) => (int)(hash >> (16 + (probe * 12)) & (Bits - 1));
}
