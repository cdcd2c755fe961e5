using Orleans;

namespace Tegument.Contracts.Fleet;

/// <summary>Hosts with one kind of trouble: how many of how many, and the first few by name.</summary>
[GenerateSerializer, Immutable, Alias("tegument.HostTroubles")]
public sealed record HostTroubles(
    [property: Id(0)] int Count,
    [property: Id(1)] int Of,
    [property: Id(2)] HostTrouble[] First)
{
    public const int MaxFirst = 5;
}
