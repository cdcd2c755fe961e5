using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Bans;

/// <summary>An active ban in the ledger. One per (prefix, origin): an unban of one origin leaves another's ban standing.</summary>
/// <param name="Expires">Wall clock of the silo; never crosses to another machine as a deadline (deltas carry seconds left).</param>
/// <param name="Score">What an automatic ban's source had; 0 for other origins.</param>
[GenerateSerializer, Immutable, Alias("tegument.Ban")]
public sealed record Ban(
    [property: Id(0)] IpPrefix Prefix,
    [property: Id(1)] BanOrigin Origin,
    [property: Id(2)] string Actor,
    [property: Id(3)] string Reason,
    [property: Id(4)] DateTimeOffset Created,
    [property: Id(5)] DateTimeOffset Expires,
    [property: Id(6)] double Score,
    [property: Id(7)] long Revision);
