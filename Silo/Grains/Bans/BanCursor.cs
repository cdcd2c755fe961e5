using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Bans;

/// <summary>
/// Where a page of bans ended: "PREFIX,ORIGIN,SORT,RANK,SEEN", opaque to callers. Good after any change of the ledger, for the same sort
/// and direction ("-score" is descending).
/// </summary>
/// <param name="Seen">Matches on the pages until here.</param>
internal readonly record struct BanCursor(BanPosition Position, long Seen)
{
    public string Text(BanQuery query) => string.Create(
        CultureInfo.InvariantCulture, $"{Position.Prefix},{WireName.Of(Position.Origin)},{Order(query)},{Position.Rank},{Seen}");

    /// <exception cref="ArgumentException">The text is not a cursor that we made for this order.</exception>
    public static BanCursor? Of(BanQuery query)
    {
        if (query.After is not { } text) return null;
        if (text.Split(',') is [var first, var second, var order, var third, var fourth] &&
            IpPrefix.TryParse(first, out var prefix, out _) &&
            WireName.TryParse<BanOrigin>(second, out var origin) &&
            long.TryParse(third, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rank) &&
            long.TryParse(fourth, NumberStyles.None, CultureInfo.InvariantCulture, out var seen))
        {
            if (order != Order(query)) throw new ArgumentException("after: it is the cursor of a listing in another order");
            return new BanCursor(new BanPosition(rank, prefix, origin), seen);
        }

        throw new ArgumentException($"after: '{(text.Length > 64 ? text[..64] : text)}' is not the cursor of a page");
    }

    private static string Order(BanQuery query) => (query.Descending ? "-" : "") + WireName.Of(query.Sort);
}
