using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Reputation;

/// <summary>Everything that decided, or would decide, an address' fate: written so that a person can check the sum.</summary>
/// <param name="Key">What was judged: the address, or the IPv6 /64 it lies in.</param>
/// <param name="Threshold">The score that bans under <paramref name="Posture"/>; null when the posture never bans.</param>
/// <param name="Verified">The verified evidence alone reaches the threshold, or did when the ban that holds was made.</param>
/// <param name="Flip">The smallest change that would flip the outcome, in words.</param>
/// <param name="Protection">The rule that protects the address, or null.</param>
[GenerateSerializer, Immutable, Alias("tegument.Explanation")]
public sealed record Explanation(
    [property: Id(0)] IpKey Address,
    [property: Id(1)] string Key,
    [property: Id(2)] Standing Standing,
    [property: Id(3)] double Score,
    [property: Id(4)] PostureLevel Posture,
    [property: Id(5)] double? Threshold,
    [property: Id(6)] int Strikes,
    [property: Id(7)] bool Verified,
    [property: Id(8)] double Corroboration,
    [property: Id(9)] string[] Sensors,
    [property: Id(10)] Contribution[] Evidence,
    [property: Id(11)] Ban[] Bans,
    [property: Id(12)] string? Protection,
    [property: Id(13)] string? Note,
    [property: Id(14)] string Flip,
    [property: Id(15)] DateTimeOffset At);
