namespace Tegument.Contracts.Policy;

/// <summary>A simulation in numbers.</summary>
/// <param name="Items">Recorded evidence that was judged: one per incident and minute.</param>
/// <param name="BannedByRunning">Sources that the running policy bans on this evidence, from a clean start.</param>
/// <param name="NewlyBanned">All of them, also those beyond the list.</param>
/// <param name="LeftOut">Evidence of a single source beyond what is judged of one.</param>
public sealed record SimulationTotals(
    long Items, long Sources, long BannedByRunning, long BannedByProposed, long NewlyBanned, long Spared, long LeftOut);
