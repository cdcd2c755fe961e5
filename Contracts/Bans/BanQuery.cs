using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Bans;

/// <summary>Which bans to list. <paramref name="Covering"/> keeps those that contain the address.</summary>
/// <param name="Limit">1 to 10,000.</param>
[GenerateSerializer, Immutable, Alias("tegument.BanQuery")]
public sealed record BanQuery(
    [property: Id(0)] int Limit = 1000,
    [property: Id(1)] string? After = null,
    [property: Id(2)] BanOrigin? Origin = null,
    [property: Id(3)] IpKey? Covering = null)
{
    public const int MaxLimit = 10_000;
}
