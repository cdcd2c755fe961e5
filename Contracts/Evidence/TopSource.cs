using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Evidence;

/// <summary>One of the sources that sent most to a victim; <paramref name="Packets"/> is a lower bound.</summary>
[GenerateSerializer, Immutable, Alias("tegument.TopSource")]
public sealed record TopSource([property: Id(0)] IpKey Address, [property: Id(1)] long Packets);
