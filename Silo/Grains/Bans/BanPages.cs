using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>
/// Reads a table page by page, by key and not by number: pages stay whole while bans come and go. A call looks at a bounded number of bans
/// and says where to go on. Pure.
/// </summary>
internal static class BanPages
{
    /// <summary>Bans that one call looks at; some milliseconds.</summary>
    public const int ScanBudget = 100_000;

    /// <summary>The same where each ban's texts are searched, which takes some times longer.</summary>
    public const int TextBudget = 20_000;

    /// <summary>A stretch of another order that is short enough to be taken out and sorted as asked.</summary>
    private const int SortBudget = 10_000;

    /// <exception cref="ArgumentException">Limit, cursor or a filter is out of range; the message names it.</exception>
    public static BanPage Of(BanTable table, BanQuery query)
    {
        if (query.Limit is < 1 or > BanQuery.MaxLimit) throw new ArgumentException($"limit: must be 1 to {BanQuery.MaxLimit}");
        if (!Enum.IsDefined(query.Sort)) throw new ArgumentException("sort: not one we know");
        var matcher = new BanMatcher(query);
        var start = Start(query);
        if (query.Covering is { } address) return Sorted(table.Covering(address), matcher, query, start);

        var own = table.In(query.Sort).CountOf(matcher.RangeIn(query.Sort));
        foreach (var sort in Enum.GetValues<BanSort>())
        {
            var range = matcher.RangeIn(sort);
            if (sort == query.Sort || range == BanRange.All || table.In(sort).CountOf(range) is var count && (count > SortBudget || count > own)) continue;
            return Sorted(table.In(sort).From(range.Low).Take(count), matcher, query, start);
        }

        return Scanned(table, matcher, query, start, own);
    }

    /// <summary>After a cursor, at an address, or null for the beginning.</summary>
    private static BanCursor? Start(BanQuery query)
    {
        if (query.Jump is not { } address) return BanCursor.Of(query);
        if (query.Sort != BanSort.Prefix) throw new ArgumentException("jump: needs the order of prefixes");
        if (query.After is not null) throw new ArgumentException("jump: not together with a cursor");

        var last = new BanPosition(0, IpPrefix.Of(address), (BanOrigin)byte.MaxValue);
        if (query.Descending) return new BanCursor(last, 0);

        // Past the address before this one stand the networks that begin here, then the address itself.
        if ((address.Upper | address.Lower) == 0) return null;
        var before = new IpKey(address.Lower == 0 ? address.Upper - 1 : address.Upper, address.Lower - 1);
        return new BanCursor(last with { Prefix = IpPrefix.Of(before) }, 0);
    }

    private static BanPage Sorted(IEnumerable<Ban> few, BanMatcher matcher, BanQuery query, BanCursor? start)
    {
        var matching = few.Where(matcher.Matches).ToArray();
        var positions = Array.ConvertAll(matching, ban => BanPosition.Of(ban, query.Sort));
        Array.Sort(positions, matching);
        if (query.Descending)
        {
            Array.Reverse(positions);
            Array.Reverse(matching);
        }

        var from = start is { } cursor ? Array.FindIndex(positions, position => IsPast(position, cursor.Position, query)) : 0;
        if (from < 0) return new BanPage([], matching.Length, null);
        var page = matching.AsSpan(from, Math.Min(query.Limit, matching.Length - from)).ToArray();
        var to = from + page.Length;
        return new BanPage(page, matching.Length, to == matching.Length ? null : new BanCursor(positions[to - 1], to).Text(query));
    }

    private static BanPage Scanned(BanTable table, BanMatcher matcher, BanQuery query, BanCursor? start, long counted)
    {
        var range = matcher.RangeIn(query.Sort);
        var known = matcher.Known(table, query.Sort, counted);
        var page = new List<Ban>(Math.Min(query.Limit, 1000));
        var (looked, matched, cut) = (0, 0L, false);
        Ban? last = null;
        var budget = query.Text is null ? ScanBudget : TextBudget;
        foreach (var ban in Walk(table.In(query.Sort), range, query, start))
        {
            if (looked++ == budget)
            {
                cut = true;
                break;
            }

            if (!matcher.Matches(ban))
            {
                last = ban;
                continue;
            }

            matched++;
            if (page.Count < query.Limit) page.Add(last = ban);
            else if (known is not null) break; // Another page follows, and nothing is left to count.
        }

        var full = matched > page.Count;
        var next = full ? page[^1] : cut ? last : null;
        var seen = start?.Seen ?? 0;
        var cursor = next is null ? null : new BanCursor(BanPosition.Of(next, query.Sort), seen + page.Count).Text(query);
        return new BanPage([.. page], known ?? seen + matched, cursor, known is not null || (!cut && query.Jump is null));
    }

    private static IEnumerable<Ban> Walk(BanIndex index, BanRange range, BanQuery query, BanCursor? start)
    {
        var first = query.Descending ? range.High : range.Low;
        if (start is { } cursor && IsPast(cursor.Position, first, query)) first = cursor.Position;
        var bans = query.Descending ? index.DownFrom(first) : index.From(first);
        foreach (var ban in bans)
        {
            var position = BanPosition.Of(ban, query.Sort);
            if (query.Descending ? position.CompareTo(range.Low) < 0 : position.CompareTo(range.High) > 0) yield break;
            if (start is { } past && !IsPast(position, past.Position, query)) continue;
            yield return ban;
        }
    }

    /// <summary>Comes later in the order that was asked for.</summary>
    private static bool IsPast(BanPosition position, BanPosition other, BanQuery query)
    {
        var order = position.CompareTo(other);
        return query.Descending ? order < 0 : order > 0;
    }
}
