using Orleans;
using Tegument.Contracts.Reputation;

namespace Tegument.Contracts.Networks;

/// <summary>What the ledger is to do about a network after its siblings changed. Nothing where both are null.</summary>
/// <param name="Ban">To be made, or to last longer.</param>
/// <param name="Narrow">Why the network's ban is to end, before <paramref name="Ban"/> is made.</param>
[GenerateSerializer, Immutable, Alias("tegument.NetworkChange")]
public sealed record NetworkChange(
    [property: Id(0)] BanDecision? Ban,
    [property: Id(1)] string? Narrow)
{
    public static readonly NetworkChange None = new(null, null);
}
