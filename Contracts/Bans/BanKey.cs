using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Bans;

/// <summary>Names one ban: no two have the same prefix and origin.</summary>
[GenerateSerializer, Immutable, Alias("tegument.BanKey")]
public sealed record BanKey([property: Id(0)] IpPrefix Prefix, [property: Id(1)] BanOrigin Origin);
