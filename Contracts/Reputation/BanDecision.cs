using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Reputation;

/// <summary>A reputation's wish that an address or prefix be banned. The ledger makes it a ban.</summary>
/// <param name="Ttl">More than zero.</param>
/// <param name="Policy">The version of the policy that decided; null when it has none.</param>
/// <param name="Score">What the source had when it was decided; a looser posture ends bans that it would not have made.</param>
[GenerateSerializer, Immutable, Alias("tegument.BanDecision")]
public sealed record BanDecision(
    [property: Id(0)] IpPrefix Prefix,
    [property: Id(1)] TimeSpan Ttl,
    [property: Id(2)] string Reason,
    [property: Id(3)] double Score,
    [property: Id(4)] DateTimeOffset DecidedAt,
    [property: Id(5)] bool Verified,
    [property: Id(6)] PostureLevel? Posture = null,
    [property: Id(7)] double? Threshold = null,
    [property: Id(8)] string? Policy = null);
