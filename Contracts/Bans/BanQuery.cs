using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Bans;

/// <summary>Which bans to list, in which order, and from where on. What is null does not matter.</summary>
/// <param name="Limit">1 to 10,000.</param>
/// <param name="After">The cursor of the page before, made by the same sort and direction.</param>
/// <param name="Origin">One origin; with <paramref name="Origins"/> as well, both must hold.</param>
/// <param name="Covering">Keeps those that contain the address.</param>
/// <param name="Origins">Any of these; empty for all.</param>
/// <param name="Within">Keeps those that lie in this network, itself included.</param>
/// <param name="Actor">Exactly this actor.</param>
/// <param name="Text">Reason or actor holds this, without regard to case; 1 to <see cref="MaxTextLength"/> characters.</param>
/// <param name="ExpiresBefore">Ends before this.</param>
/// <param name="CreatedSince">Made at this time or later.</param>
/// <param name="MinScore">Has at least this score.</param>
/// <param name="Jump">Begins at the ban of this address or, where it has none, of the next one; only in the order of prefixes, without <paramref name="After"/>.</param>
[GenerateSerializer, Immutable, Alias("tegument.BanQuery")]
public sealed record BanQuery(
    [property: Id(0)] int Limit = 1000,
    [property: Id(1)] string? After = null,
    [property: Id(2)] BanOrigin? Origin = null,
    [property: Id(3)] IpKey? Covering = null,
    [property: Id(4)] BanSort Sort = BanSort.Prefix,
    [property: Id(5)] bool Descending = false,
    [property: Id(6)] BanOrigin[]? Origins = null,
    [property: Id(7)] IpPrefix? Within = null,
    [property: Id(8)] string? Actor = null,
    [property: Id(9)] string? Text = null,
    [property: Id(10)] DateTimeOffset? ExpiresBefore = null,
    [property: Id(11)] DateTimeOffset? CreatedSince = null,
    [property: Id(12)] double? MinScore = null,
    [property: Id(13)] IpKey? Jump = null)
{
    public const int MaxLimit = 10_000;
    public const int MaxTextLength = 100;
}
