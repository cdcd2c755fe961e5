using Tegument.Contracts.Policy;

namespace Tegument.Silo.Policy.Text;

/// <summary>What came of reading a policy file.</summary>
/// <param name="Policy">Null when anything is wrong with the file.</param>
/// <param name="Faults">The first <see cref="PolicyLimits.MaxFaults"/>, in the order of the file.</param>
/// <param name="Total">How many there are.</param>
public sealed record PolicyReading(FleetPolicy? Policy, PolicyFault[] Faults, int Total);
