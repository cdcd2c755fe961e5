using Tegument.Contracts.Reputation;

namespace Tegument.Silo.Policy.Simulation;

/// <summary>What one policy made of one source.</summary>
/// <param name="Ban">The first ban; null when it was never banned.</param>
/// <param name="Bans">How often it was banned.</param>
/// <param name="Score">The highest.</param>
/// <param name="Note">Why it was not banned although its score would have, as last said; null when nothing held it back.</param>
public sealed record SimulatedOutcome(BanDecision? Ban, int Bans, double Score, string? Note);
