using Orleans;

namespace Tegument.Contracts.Fleet;

/// <summary>A host as the fleet knows it.</summary>
/// <param name="LagSeconds">Age of the last heartbeat.</param>
[GenerateSerializer, Immutable, Alias("tegument.HostStatus")]
public sealed record HostStatus(
    [property: Id(0)] HostReport Report,
    [property: Id(1)] DateTimeOffset LastSeen,
    [property: Id(2)] double LagSeconds,
    [property: Id(3)] bool Online);
