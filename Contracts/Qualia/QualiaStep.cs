using Orleans;

namespace Tegument.Contracts.Qualia;

/// <summary>A step of the history with its evidence by kind and technique, most items first, bounded.</summary>
[GenerateSerializer, Immutable, Alias("tegument.QualiaStep")]
public sealed record QualiaStep([property: Id(0)] QualiaPoint Point, [property: Id(1)] EvidenceCount[] Evidence);
