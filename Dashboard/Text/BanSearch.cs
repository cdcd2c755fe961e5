using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Wire;

namespace Tegument.Dashboard.Text;

/// <summary>
/// What people type into the search of bans, as a filter: an address finds what covers it, a network what lies within, else reason and actor.
/// Pure.
/// </summary>
public static class BanSearch
{
    public const int MaxLength = BanQuery.MaxTextLength;

    /// <param name="query">Null or blank for all.</param>
    /// <param name="origin">Names of origins, separated by commas; unknown ones are left out.</param>
    /// <param name="kind">A kind of evidence, whose word the reason must hold; nothing where <paramref name="query"/> is words already.</param>
    /// <param name="endsBefore">Keeps bans that end before this.</param>
    public static BanFilter Filter(string? query, string? origin, int limit, string? kind = null, DateTimeOffset? endsBefore = null)
    {
        var filter = new BanFilter(limit) { Origins = Origins(origin), ExpiresBefore = endsBefore, Text = Kind(kind) is { } known ? WireName.Of(known) : null };
        var text = query?.Trim() ?? "";
        if (text.Length == 0) return filter;
        if (text.Length > MaxLength) text = text[..MaxLength];
        if (IpKey.TryParse(text, out var address)) return filter with { Covering = address };
        return Network(text) is { } network ? filter with { Within = network } : filter with { Text = text };
    }

    /// <summary>Neither an address nor a network.</summary>
    public static bool IsWords(string? query) => query?.Trim() is { Length: > 0 } text && !IpKey.TryParse(text, out _) && Network(text) is null;

    public static EvidenceKind? Kind(string? name) => WireName.TryParse<EvidenceKind>(name, out var kind) ? kind : null;

    public static BanOrigin[]? Origins(string? names)
    {
        var found = (names ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(name => WireName.TryParse<BanOrigin>(name, out var origin) ? origin : (BanOrigin?)null).OfType<BanOrigin>().Distinct().ToArray();
        return found.Length == 0 ? null : found;
    }

    /// <summary>A search may name a network by any address in it: 203.0.113.9/24 is 203.0.113.0/24.</summary>
    private static IpPrefix? Network(string text)
    {
        if (IpPrefix.TryParse(text, out var prefix, out _)) return prefix;
        return text.Split('/') is [var first, var second] && IpKey.TryParse(first, out var address) && byte.TryParse(second, out var length) && length <= address.Bits
            ? new IpPrefix(address, length)
            : null;
    }
}
