using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Networks;

/// <summary>How a network stands: which of its members are banned on verified evidence, and whether that bans it as a whole.</summary>
/// <param name="Siblings">Banned members that count, longest ban first; at most <see cref="MaxNamed"/> are named.</param>
/// <param name="Count">How many count.</param>
/// <param name="Needed">So many ban the network; null when the policy never does.</param>
/// <param name="CalmBelow">With fewer than this its ban ends.</param>
/// <param name="BannedUntil">When the network's ban ends; null while it has none.</param>
/// <param name="Restraint">Why enough siblings ban it not: the rule that protects an address in it, or the ledger's refusal.</param>
/// <param name="PardonedAt">When its ban was lifted by somebody: only siblings banned since then count.</param>
[GenerateSerializer, Immutable, Alias("tegument.NetworkView")]
public sealed record NetworkView(
    [property: Id(0)] IpPrefix Network,
    [property: Id(1)] IpPrefix[] Siblings,
    [property: Id(2)] int Count,
    [property: Id(3)] int? Needed,
    [property: Id(4)] int? CalmBelow,
    [property: Id(5)] DateTimeOffset? BannedUntil,
    [property: Id(6)] string? Restraint,
    [property: Id(7)] DateTimeOffset? PardonedAt)
{
    public const int MaxNamed = 16;
}
