using Orleans;

namespace Tegument.Contracts.Bans;

/// <summary>What happened to a ledger after a revision, oldest first.</summary>
/// <param name="Revision">Pass it to get what comes after these.</param>
/// <param name="Missed">Changes after the revision asked for that are no longer remembered one by one.</param>
[GenerateSerializer, Immutable, Alias("tegument.BanChanges")]
public sealed record BanChanges(
    [property: Id(0)] long Revision,
    [property: Id(1)] BanChange[] Changes,
    [property: Id(2)] long Missed);
