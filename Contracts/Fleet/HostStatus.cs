using Orleans;

namespace Tegument.Contracts.Fleet;

/// <summary>A host as the fleet knows it.</summary>
/// <param name="LagSeconds">Age of the last heartbeat.</param>
/// <param name="PacketsPerSecond">What its sensor sees, smoothed over some seconds. This and the next are 0 when it is offline or two reports have not come yet.</param>
/// <param name="DropsPerSecond">Packets that its capture ring loses.</param>
/// <param name="DroppedByBansPerSecond">Packets that its kernel drops by our sets.</param>
[GenerateSerializer, Immutable, Alias("tegument.HostStatus")]
public sealed record HostStatus(
    [property: Id(0)] HostReport Report,
    [property: Id(1)] DateTimeOffset LastSeen,
    [property: Id(2)] double LagSeconds,
    [property: Id(3)] bool Online,
    [property: Id(4)] double PacketsPerSecond = 0,
    [property: Id(5)] double DropsPerSecond = 0,
    [property: Id(6)] double DroppedByBansPerSecond = 0);
