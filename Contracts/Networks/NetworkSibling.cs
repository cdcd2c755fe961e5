using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Networks;

/// <summary>An address, an IPv6 /64 or a widened IPv6 /56 that is banned on verified evidence.</summary>
/// <param name="Until">When its ban ends, by the silo's clock.</param>
/// <param name="Score">What it was banned with.</param>
[GenerateSerializer, Immutable, Alias("tegument.NetworkSibling")]
public sealed record NetworkSibling(
    [property: Id(0)] IpPrefix Prefix,
    [property: Id(1)] DateTimeOffset DecidedAt,
    [property: Id(2)] DateTimeOffset Until,
    [property: Id(3)] double Score);
