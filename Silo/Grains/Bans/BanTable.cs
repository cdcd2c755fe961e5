using System.Diagnostics.CodeAnalysis;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>
/// Bans sorted by prefix, then origin, in chunks of up to <see cref="ChunkSize"/>: one index serves look-ups, covering look-ups and
/// keyset pages, at about 12 bytes per ban beside the ban itself. Owned by one ledger; not safe across threads.
/// </summary>
internal sealed class BanTable
{
    private const int ChunkSize = 512;

    private readonly List<List<Ban>> _chunks = [];
    private readonly long[] _byOrigin = new long[256];
    private readonly int[] _lengthsIPv4 = new int[33];
    private readonly int[] _lengthsIPv6 = new int[129];

    public int Count { get; private set; }

    public long CountOf(BanOrigin origin) => _byOrigin[(byte)origin];

    public bool TryGet(IpPrefix prefix, BanOrigin origin, [NotNullWhen(true)] out Ban? ban)
    {
        var (chunk, index, found) = Locate(prefix, origin);
        ban = found ? _chunks[chunk][index] : null;
        return found;
    }

    /// <summary>Inserts, or replaces the ban of the same prefix and origin.</summary>
    public void Put(Ban ban)
    {
        var (chunk, index, found) = Locate(ban.Prefix, ban.Origin);
        if (found)
        {
            _chunks[chunk][index] = ban;
            return;
        }

        if (_chunks.Count == 0) _chunks.Add(new List<Ban>(4));
        _chunks[chunk].Insert(index, ban);
        Tally(ban, 1);
        if (_chunks[chunk].Count >= ChunkSize) Split(chunk);
    }

    public bool Remove(IpPrefix prefix, BanOrigin origin)
    {
        var (chunk, index, found) = Locate(prefix, origin);
        if (!found) return false;
        Tally(_chunks[chunk][index], -1);
        _chunks[chunk].RemoveAt(index);
        if (_chunks[chunk].Count == 0) _chunks.RemoveAt(chunk);
        return true;
    }

    /// <summary>All bans in order; from after the given key when there is one. The table must not change meanwhile.</summary>
    public IEnumerable<Ban> After(IpPrefix prefix, BanOrigin origin)
    {
        var (chunk, index, found) = Locate(prefix, origin);
        return From(chunk, found ? index + 1 : index);
    }

    public IEnumerable<Ban> All() => From(0, 0);

    /// <summary>The bans of exactly this prefix, by origin.</summary>
    public IEnumerable<Ban> Of(IpPrefix prefix)
    {
        var (chunk, index, _) = Locate(prefix, 0);
        return From(chunk, index).TakeWhile(ban => ban.Prefix == prefix);
    }

    /// <summary>The bans whose prefix contains the address, shortest prefix first.</summary>
    public IEnumerable<Ban> Covering(IpKey address)
    {
        var lengths = address.IsIPv4 ? _lengthsIPv4 : _lengthsIPv6;
        for (var length = 0; length < lengths.Length; length++)
        {
            if (lengths[length] == 0) continue;
            foreach (var ban in Of(new IpPrefix(address, length))) yield return ban;
        }
    }

    private IEnumerable<Ban> From(int chunk, int index)
    {
        for (; chunk < _chunks.Count; chunk++, index = 0)
        {
            var bans = _chunks[chunk];
            for (; index < bans.Count; index++) yield return bans[index];
        }
    }

    /// <summary>Where the key is, or where it would be inserted.</summary>
    private (int Chunk, int Index, bool Found) Locate(IpPrefix prefix, BanOrigin origin)
    {
        int low = 0, high = _chunks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (Compare(_chunks[middle][0], prefix, origin) <= 0) low = middle;
            else high = middle - 1;
        }

        if (_chunks.Count == 0) return (0, 0, false);
        var bans = _chunks[low];
        int first = 0, last = bans.Count;
        while (first < last)
        {
            var middle = (first + last) >> 1;
            var order = Compare(bans[middle], prefix, origin);
            if (order == 0) return (low, middle, true);
            if (order < 0) first = middle + 1;
            else last = middle;
        }

        return (low, first, false);
    }

    private void Split(int chunk)
    {
        var bans = _chunks[chunk];
        var half = bans.Count / 2;
        var upper = bans.GetRange(half, bans.Count - half);
        bans.RemoveRange(half, bans.Count - half);
        bans.TrimExcess();
        _chunks.Insert(chunk + 1, upper);
    }

    private void Tally(Ban ban, int change)
    {
        Count += change;
        _byOrigin[(byte)ban.Origin] += change;
        (ban.Prefix.IsIPv4 ? _lengthsIPv4 : _lengthsIPv6)[ban.Prefix.Length] += change;
    }

    private static int Compare(Ban ban, IpPrefix prefix, BanOrigin origin)
    {
        var order = ban.Prefix.CompareTo(prefix);
        return order != 0 ? order : ((byte)ban.Origin).CompareTo((byte)origin);
    }
}
