using Tegument.Silo.Protection;

namespace Tegument.Silo.Policy.Simulation;

/// <summary>One of the two policies of a simulation: the numbers, and whom it protects.</summary>
public sealed record SimulatedPolicy(ReputationPolicy Policy, IProtectionRules Protection);
