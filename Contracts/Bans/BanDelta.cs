using Orleans;

namespace Tegument.Contracts.Bans;

/// <summary>What changed after the executor's position, or everything.</summary>
/// <param name="IsSnapshot">The entries are all there is; anything else the executor holds for this shard is to go.</param>
/// <param name="Position">Where the executor stands once it has applied this.</param>
[GenerateSerializer, Immutable, Alias("tegument.BanDelta")]
public sealed record BanDelta(
    [property: Id(0)] LedgerPosition Position,
    [property: Id(1)] bool IsSnapshot,
    [property: Id(2)] BanEntry[] Entries);
