using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>Reads a table page by page, by key and not by number: pages stay whole while bans come and go. Pure.</summary>
internal static class BanPages
{
    /// <exception cref="ArgumentException">The limit is out of range or the cursor is not one.</exception>
    public static BanPage Of(BanTable table, BanQuery query)
    {
        if (query.Limit is < 1 or > BanQuery.MaxLimit) throw new ArgumentException($"limit: must be 1 to {BanQuery.MaxLimit}");
        var cursor = query.After is null ? default((IpPrefix Prefix, BanOrigin Origin)?) : BanCursor.Parse(query.After);
        var (bans, total) = query.Covering is { } address ? Covering(table, address, query.Origin, cursor) : All(table, query.Origin, cursor);

        // One more than asked for tells whether another page follows.
        var page = bans.Take(query.Limit + 1).ToArray();
        if (page.Length <= query.Limit) return new BanPage(page, total, null);
        return new BanPage(page[..^1], total, BanCursor.Of(page[^2]));
    }

    private static (IEnumerable<Ban> Bans, long Total) Covering(
        BanTable table, IpKey address, BanOrigin? origin, (IpPrefix Prefix, BanOrigin Origin)? after)
    {
        var bans = table.Covering(address)
            .Where(ban => origin is null || ban.Origin == origin)
            .OrderBy(ban => (ban.Prefix, ban.Origin))
            .ToArray();
        return (after is null ? bans : bans.Where(ban => (ban.Prefix, ban.Origin).CompareTo(after.Value) > 0), bans.Length);
    }

    private static (IEnumerable<Ban> Bans, long Total) All(BanTable table, BanOrigin? origin, (IpPrefix Prefix, BanOrigin Origin)? after)
    {
        var bans = after is null ? table.All() : table.After(after.Value.Prefix, after.Value.Origin);
        return origin is null ? (bans, table.Count) : (bans.Where(ban => ban.Origin == origin), table.CountOf(origin.Value));
    }
}
