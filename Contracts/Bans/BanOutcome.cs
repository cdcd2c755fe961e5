using Orleans;

namespace Tegument.Contracts.Bans;

/// <summary>What became of one request. Either a ban (new, longer, or the one that stood already) or a refusal with its reason.</summary>
/// <param name="Changed">False when the ledger already held the same or a longer ban.</param>
[GenerateSerializer, Immutable, Alias("tegument.BanOutcome")]
public sealed record BanOutcome(
    [property: Id(0)] Ban? Ban,
    [property: Id(1)] bool Changed,
    [property: Id(2)] string? Refusal);
