using Orleans;

namespace Tegument.Contracts.Bans;

/// <summary>A point in a ledger's history: revisions belong to (ledger id, shard) and mean nothing elsewhere.</summary>
[GenerateSerializer, Immutable, Alias("tegument.LedgerPosition")]
public sealed record LedgerPosition(
    [property: Id(0)] string Ledger,
    [property: Id(1)] int Shard,
    [property: Id(2)] long Revision);
