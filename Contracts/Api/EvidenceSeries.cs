using Tegument.Contracts.Evidence;

namespace Tegument.Contracts.Api;

/// <summary>Evidence of one kind over time, oldest first; steps without any are left out.</summary>
/// <param name="Technique">Null when all techniques of the kind are added up.</param>
public sealed record EvidenceSeries(EvidenceKind Kind, string? Technique, EvidenceSeriesPoint[] Points);
