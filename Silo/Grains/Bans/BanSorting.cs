using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>
/// Sorts a million bans in a fraction of a second: by plain numbers, since comparing the bans themselves waits for memory each time. Pure.
/// </summary>
internal static class BanSorting
{
    /// <summary>By prefix, then origin; of several of one key the last stands.</summary>
    public static Ban[] ByPrefix(IEnumerable<Ban> bans)
    {
        var sorted = bans.ToArray();
        Array.Sort(Array.ConvertAll(sorted, ban => new UInt128(ban.Prefix.Address.Upper, ban.Prefix.Address.Lower)), sorted);

        // Of one address there are few: its networks, and the origins of each.
        for (var from = 0; from < sorted.Length;)
        {
            var to = from + 1;
            while (to < sorted.Length && sorted[to].Prefix.Address == sorted[from].Prefix.Address) to++;
            if (to - from > 1) sorted.AsSpan(from, to - from).Sort(Compare);
            from = to;
        }

        return Distinct(sorted);
    }

    /// <param name="byPrefix">What <see cref="ByPrefix"/> gave; stays as it is.</param>
    public static Ban[] By(BanSort sort, Ban[] byPrefix)
    {
        if (sort == BanSort.Prefix) return byPrefix;
        var ranks = Array.ConvertAll(byPrefix, ban => BanPosition.RankOf(ban, sort));
        var places = new int[byPrefix.Length];
        for (var i = 0; i < places.Length; i++) places[i] = i;
        Array.Sort(ranks, places);
        for (var from = 0; from < ranks.Length;)
        {
            var to = from + 1;
            while (to < ranks.Length && ranks[to] == ranks[from]) to++;
            if (to - from > 1) Array.Sort(places, from, to - from);
            from = to;
        }

        return Array.ConvertAll(places, place => byPrefix[place]);
    }

    private static Ban[] Distinct(Ban[] sorted)
    {
        var kept = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i + 1 < sorted.Length && Compare(sorted[i], sorted[i + 1]) == 0) continue;
            sorted[kept++] = sorted[i];
        }

        return kept == sorted.Length ? sorted : sorted[..kept];
    }

    private static int Compare(Ban one, Ban other) => BanPosition.Of(one, BanSort.Prefix).CompareTo(BanPosition.Of(other, BanSort.Prefix));
}
