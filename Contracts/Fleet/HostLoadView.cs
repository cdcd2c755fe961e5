using Orleans;

namespace Tegument.Contracts.Fleet;

/// <summary>What a host's sensor sees now, in packets a second, and what is usual there.</summary>
[GenerateSerializer, Immutable, Alias("tegument.HostLoadView")]
public sealed record HostLoadView(
    [property: Id(0)] string Host,
    [property: Id(1)] double PacketsPerSecond,
    [property: Id(2)] double Usual);
