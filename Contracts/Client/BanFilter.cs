using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <summary>Which bans to list, in which order, and from where on. What is null does not matter.</summary>
/// <param name="Limit">1 to 10,000 per page.</param>
/// <param name="After">A page's <c>Next</c>.</param>
/// <param name="Covering">Keeps bans that contain the address.</param>
/// <param name="Within">Keeps bans that lie in this network, itself included.</param>
/// <param name="Actor">Exactly this actor.</param>
/// <param name="Text">Reason or actor holds this, without regard to case.</param>
/// <param name="Jump">Begins at this address; only in the order of prefixes, without <paramref name="After"/>.</param>
/// <param name="Origins">Any of these, beside or instead of <paramref name="Origin"/>.</param>
public sealed record BanFilter(
    int Limit = 1000,
    string? After = null,
    BanOrigin? Origin = null,
    IpKey? Covering = null,
    BanSort Sort = BanSort.Prefix,
    bool Descending = false,
    IReadOnlyList<BanOrigin>? Origins = null,
    IpPrefix? Within = null,
    string? Actor = null,
    string? Text = null,
    DateTimeOffset? ExpiresBefore = null,
    DateTimeOffset? CreatedSince = null,
    double? MinScore = null,
    IpKey? Jump = null)
{
    internal string Query()
    {
        var query = new List<string> { string.Create(CultureInfo.InvariantCulture, $"limit={Limit}") };
        Add("after", After);
        if (Sort != BanSort.Prefix || Descending) Add("sort", (Descending ? "-" : "") + WireName.Of(Sort));
        Add("jump", Jump?.ToString());
        query.AddRange(Filters());
        return "?" + string.Join('&', query);

        void Add(string name, string? value)
        {
            if (value is not null) query.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }

    /// <summary>What narrows the listing, as parameters.</summary>
    internal IEnumerable<string> Filters()
    {
        var origins = (Origins ?? []).ToList();
        if (Origin is { } one && !origins.Contains(one)) origins.Add(one);
        (string Name, string? Value)[] all =
        [
            ("origin", origins.Count == 0 ? null : string.Join(',', origins.Select(origin => WireName.Of(origin)))),
            ("covering", Covering?.ToString()), ("within", Within?.ToString()), ("actor", Actor), ("text", Text),
            ("expiresBefore", Time(ExpiresBefore)), ("createdSince", Time(CreatedSince)),
            ("minScore", MinScore?.ToString("R", CultureInfo.InvariantCulture)),
        ];
        return all.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}");
    }

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
