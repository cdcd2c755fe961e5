using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Policy.Simulation;

/// <summary>What a sensor run had claimed of an incident by a time.</summary>
/// <param name="At">When the silo took it.</param>
public sealed record RecordedEvidence(DateTimeOffset At, string Sensor, string Start, EvidenceItem Item);
