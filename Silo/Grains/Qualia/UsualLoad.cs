using Orleans;

namespace Tegument.Silo.Qualia;

/// <summary>What is usual: the median of the last hour's minutes, and the band between their lowest and highest tenth.</summary>
[GenerateSerializer, Immutable, Alias("tegument.UsualLoad")]
public sealed record UsualLoad(
    [property: Id(0)] double Low,
    [property: Id(1)] double Median,
    [property: Id(2)] double High);
