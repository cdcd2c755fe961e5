using System.Diagnostics.CodeAnalysis;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>
/// Bans in one order, in chunks of up to <see cref="ChunkSize"/>, at about 12 bytes per ban beside the ban itself: look-ups, ranges and pages
/// from anywhere in either direction. Must not change while it is enumerated. Owned by one table; not safe across threads.
/// </summary>
internal sealed class BanIndex(BanSort sort)
{
    private const int ChunkSize = 512;

    // What chunks are filled with at once: room for some inserts before each splits.
    private const int FillSize = ChunkSize * 3 / 4;

    private readonly List<List<Ban>> _chunks = [];

    public int Count { get; private set; }

    public Ban? First => _chunks.Count == 0 ? null : _chunks[0][0];

    /// <summary>Replaces everything.</summary>
    /// <param name="sorted">In this index's order, each position once.</param>
    public void Fill(ReadOnlySpan<Ban> sorted)
    {
        _chunks.Clear();
        Count = sorted.Length;
        for (var at = 0; at < sorted.Length; at += FillSize)
        {
            var part = sorted.Slice(at, Math.Min(FillSize, sorted.Length - at));
            var chunk = new List<Ban>(part.Length);
            chunk.AddRange(part);
            _chunks.Add(chunk);
        }
    }

    public bool TryGet(BanPosition position, [NotNullWhen(true)] out Ban? ban)
    {
        var (chunk, index, found) = Locate(position);
        ban = found ? _chunks[chunk][index] : null;
        return found;
    }

    /// <summary>Inserts, or replaces the ban at the same position.</summary>
    public void Put(Ban ban)
    {
        var (chunk, index, found) = Locate(BanPosition.Of(ban, sort));
        if (found)
        {
            _chunks[chunk][index] = ban;
            return;
        }

        if (_chunks.Count == 0) _chunks.Add(new List<Ban>(4));
        _chunks[chunk].Insert(index, ban);
        Count++;
        if (_chunks[chunk].Count >= ChunkSize) Split(chunk);
    }

    public bool Remove(BanPosition position)
    {
        var (chunk, index, found) = Locate(position);
        if (!found) return false;
        _chunks[chunk].RemoveAt(index);
        if (_chunks[chunk].Count == 0) _chunks.RemoveAt(chunk);
        Count--;
        return true;
    }

    public IEnumerable<Ban> All() => Up(0, 0);

    /// <summary>From the first ban at or after the position on.</summary>
    public IEnumerable<Ban> From(BanPosition position)
    {
        var (chunk, index, _) = Locate(position);
        return Up(chunk, index);
    }

    /// <summary>From the last ban at or before the position on, backwards.</summary>
    public IEnumerable<Ban> DownFrom(BanPosition position)
    {
        var (chunk, index, found) = Locate(position);
        return Down(chunk, found ? index : index - 1);
    }

    /// <summary>Bans in a range, by adding up chunks.</summary>
    public int CountOf(BanRange range)
    {
        if (range.Low.CompareTo(range.High) > 0) return 0;
        var low = Locate(range.Low);
        var high = Locate(range.High);
        var count = high.Index + (high.Found ? 1 : 0) - low.Index;
        for (var chunk = low.Chunk; chunk < high.Chunk; chunk++) count += _chunks[chunk].Count;
        return count;
    }

    private IEnumerable<Ban> Up(int chunk, int index)
    {
        for (; chunk < _chunks.Count; chunk++, index = 0)
        {
            var bans = _chunks[chunk];
            for (; index < bans.Count; index++) yield return bans[index];
        }
    }

    private IEnumerable<Ban> Down(int chunk, int index)
    {
        while (chunk >= 0 && chunk < _chunks.Count)
        {
            var bans = _chunks[chunk];
            for (; index >= 0; index--) yield return bans[index];
            if (--chunk >= 0) index = _chunks[chunk].Count - 1;
        }
    }

    /// <summary>Where the position is, or where it would be inserted.</summary>
    private (int Chunk, int Index, bool Found) Locate(BanPosition position)
    {
        int low = 0, high = _chunks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (Compare(_chunks[middle][0], position) <= 0) low = middle;
            else high = middle - 1;
        }

        if (_chunks.Count == 0) return (0, 0, false);
        var bans = _chunks[low];
        int first = 0, last = bans.Count;
        while (first < last)
        {
            var middle = (first + last) >> 1;
            var order = Compare(bans[middle], position);
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

    private int Compare(Ban ban, in BanPosition position)
    {
        var rank = BanPosition.RankOf(ban, sort);
        if (rank != position.Rank && sort != BanSort.Prefix) return rank.CompareTo(position.Rank);
        var order = ban.Prefix.CompareTo(position.Prefix);
        return order != 0 ? order : ((byte)ban.Origin).CompareTo((byte)position.Origin);
    }
}
