using Orleans;

namespace Tegument.Contracts.Reputation;

/// <summary>The score that bans under each posture, in points; null never bans.</summary>
[GenerateSerializer, Immutable, Alias("tegument.PostureScores")]
public sealed record PostureScores(
    [property: Id(0)] double? Explore,
    [property: Id(1)] double? Balanced,
    [property: Id(2)] double? Hardened,
    [property: Id(3)] double? Lockdown);
