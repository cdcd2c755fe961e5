using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Bans;

/// <summary>
/// The last <see cref="Capacity"/> changes of a ledger: which prefix each revision touched. Older positions get a snapshot.
/// Revisions are handed in without gaps. Owned by one ledger.
/// </summary>
internal sealed class BanHistory(long floor, int capacity = BanHistory.Capacity)
{
    public const int Capacity = 100_000;

    private readonly long _first = floor;

    // Grows to the capacity, then wraps: revision r lies at (r - first - 1) modulo capacity.
    private readonly List<IpPrefix> _prefixes = [];

    public long Revision { get; private set; } = floor;

    /// <summary>Changes after this revision are known.</summary>
    public long Floor => Revision - _prefixes.Count;

    public void Add(long revision, IpPrefix prefix)
    {
        if (revision != Revision + 1) throw new InvalidOperationException($"revision {revision} does not follow {Revision}");
        if (_prefixes.Count < capacity) _prefixes.Add(prefix);
        else _prefixes[IndexOf(revision)] = prefix;
        Revision = revision;
    }

    /// <summary>The prefixes changed after a revision, each once; null when that is not known.</summary>
    public HashSet<IpPrefix>? Since(long revision)
    {
        if (revision < Floor || revision > Revision) return null;
        var changed = new HashSet<IpPrefix>();
        while (++revision <= Revision) changed.Add(_prefixes[IndexOf(revision)]);
        return changed;
    }

    private int IndexOf(long revision) => (int)((revision - _first - 1) % capacity);
}
