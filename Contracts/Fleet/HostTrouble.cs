using Orleans;

namespace Tegument.Contracts.Fleet;

/// <summary>A host and what is wrong with it. Both come from the host and are to be escaped wherever shown.</summary>
[GenerateSerializer, Immutable, Alias("tegument.HostTrouble")]
public sealed record HostTrouble([property: Id(0)] string Host, [property: Id(1)] string What);
