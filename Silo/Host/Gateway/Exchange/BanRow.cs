using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>One ban as a file names it; what it leaves out is null.</summary>
/// <param name="Expires">Counts before <paramref name="Ttl"/>.</param>
internal sealed record BanRow(
    IpPrefix Prefix,
    BanOrigin? Origin = null,
    string? Actor = null,
    string? Reason = null,
    DateTimeOffset? Created = null,
    DateTimeOffset? Expires = null,
    TimeSpan? Ttl = null,
    double? Score = null);
