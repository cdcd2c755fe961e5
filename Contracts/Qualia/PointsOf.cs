using Orleans;

namespace Tegument.Contracts.Qualia;

/// <summary>Points that one sensor told of, or one source earned.</summary>
[GenerateSerializer, Immutable, Alias("tegument.PointsOf")]
public sealed record PointsOf([property: Id(0)] string Name, [property: Id(1)] double Points);
