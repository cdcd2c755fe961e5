using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Wire;

namespace Tegument.Dashboard.Text;

/// <summary>What people type into the search of bans, as a filter: an address finds what covers it, a network what lies within, else reason and actor.</summary>
public static class BanSearch
{
    public const int MaxLength = 200;

    /// <param name="query">Null or blank for all.</param>
    /// <param name="origin">Names of origins, separated by commas; unknown ones are left out.</param>
    public static BanFilter Filter(string? query, string? origin, int limit)
    {
        var filter = new BanFilter(limit) { Origins = Origins(origin) };
        var text = query?.Trim() ?? "";
        if (text.Length == 0) return filter;
        if (text.Length > MaxLength) text = text[..MaxLength];
        if (IpKey.TryParse(text, out var address)) return filter with { Covering = address };
        return IpPrefix.TryParse(text, out var prefix, out _) ? filter with { Within = prefix } : filter with { Text = text };
    }

    public static BanOrigin[]? Origins(string? names)
    {
        var found = (names ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(name => WireName.TryParse<BanOrigin>(name, out var origin) ? origin : (BanOrigin?)null).OfType<BanOrigin>().Distinct().ToArray();
        return found.Length == 0 ? null : found;
    }
}
