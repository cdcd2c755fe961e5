using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Wire;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Ledger;

/// <summary>
/// Which bans the page lists and in which order, as its address says it: what is shared as a link. Immutable; what makes no sense in an address
/// is left out, since people type addresses.
/// </summary>
/// <param name="Origins">Names separated by commas; empty for all.</param>
/// <param name="Kind">A kind of evidence; empty for all.</param>
/// <param name="Ends">A name of <see cref="Endings"/>; empty for whenever.</param>
/// <param name="Jump">The list begins at this address, in the order of addresses; empty for its beginning.</param>
public sealed record LedgerState(
    string Query = "", string Origins = "", string Kind = "", string Ends = "", BanSort Sort = BanSort.Created, bool Descending = true, string Jump = "")
{
    /// <summary>How soon a ban ends, as offered.</summary>
    public static readonly IReadOnlyList<(string Name, string Words, TimeSpan Within)> Endings =
    [
        ("1m", "within 1 min", TimeSpan.FromMinutes(1)), ("10m", "within 10 min", TimeSpan.FromMinutes(10)),
        ("1h", "within 1 h", TimeSpan.FromHours(1)), ("1d", "within 1 d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Something narrows the list.</summary>
    public bool Narrowed => Query.Length > 0 || Origins.Length > 0 || Kind.Length > 0 || Ends.Length > 0;

    public static LedgerState Of(string? q, string? origin, string? kind, string? ends, string? sort, string? jump)
    {
        var descending = sort is ['-', ..];
        var known = WireName.TryParse<BanSort>(descending ? sort![1..] : sort, out var by);
        var state = new LedgerState(
            Cut(q), string.Join(',', (BanSearch.Origins(origin) ?? []).Order().Select(o => WireName.Of(o))), BanSearch.Kind(kind) is { } k ? WireName.Of(k) : "",
            Endings.Any(ending => ending.Name == ends) ? ends! : "", known ? by : BanSort.Created, !known || descending);
        return IpKey.TryParse(jump?.Trim(), out var address) ? state.At(address) : state;
    }

    /// <summary>From an address on, which only the order of addresses knows.</summary>
    public LedgerState At(IpKey address) => this with { Sort = BanSort.Prefix, Descending = false, Jump = address.ToString() };

    /// <summary>Ordered by a column: newest, longest and highest first, addresses from the lowest; again turns it around.</summary>
    public LedgerState By(BanSort sort) =>
        this with { Sort = sort, Descending = sort == Sort ? !Descending : sort is BanSort.Created or BanSort.Score, Jump = "" };

    public BanFilter Filter(DateTimeOffset now, int limit) =>
        BanSearch.Filter(Query, Origins, limit, Kind, Before(now)) with { Sort = Sort, Descending = Descending, Jump = Jump.Length > 0 ? IpKey.Parse(Jump) : null };

    /// <summary>A lift of whatever the filter finds; of everything, where nothing narrows it.</summary>
    public static BanLift Lift(BanFilter filter, string reason)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var narrow = filter.Covering is not null || filter.Within is not null || filter.Text is not null || filter.ExpiresBefore is not null;
        return new BanLift(
            reason, Origins: filter.Origins is { Count: > 0 } some ? [.. some] : narrow ? null : Enum.GetValues<BanOrigin>(),
            Within: filter.Within, Covering: filter.Covering, Text: filter.Text, ExpiresBefore: filter.ExpiresBefore);
    }

    /// <summary>For the address; null takes a parameter away.</summary>
    public Dictionary<string, object?> Parameters() => new()
    {
        ["q"] = Named(Query), ["origin"] = Named(Origins), ["kind"] = Named(Kind), ["ends"] = Named(Ends), ["jump"] = Named(Jump),
        ["sort"] = Jump.Length > 0 || (Sort, Descending) == (BanSort.Created, true) ? null : (Descending ? "-" : "") + WireName.Of(Sort),
    };

    /// <summary>Of an export that holds the same bans.</summary>
    public string ExportPath(BanFormat format) =>
        $"export/bans?format={WireName.Of(format)}&q={Uri.EscapeDataString(Query)}&origin={Uri.EscapeDataString(Origins)}&kind={Uri.EscapeDataString(Kind)}&ends={Ends}";

    /// <summary>What "within" means at this moment.</summary>
    public static DateTimeOffset? Before(string? ends, DateTimeOffset now) =>
        Endings.FirstOrDefault(ending => ending.Name == ends) is { Name: not null } found ? now + found.Within : null;

    private DateTimeOffset? Before(DateTimeOffset now) => Before(Ends, now);

    private static string Cut(string? text) => text?.Trim() is { } trimmed ? trimmed.Length > BanSearch.MaxLength ? trimmed[..BanSearch.MaxLength] : trimmed : "";

    private static string? Named(string text) => text.Length == 0 ? null : text;
}
