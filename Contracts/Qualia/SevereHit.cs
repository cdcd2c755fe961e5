using Orleans;

namespace Tegument.Contracts.Qualia;

/// <summary>Signatures or alerts of high severity that a source set off.</summary>
/// <param name="Severity">3 high, 4 critical.</param>
[GenerateSerializer, Immutable, Alias("tegument.SevereHit")]
public sealed record SevereHit(
    [property: Id(0)] string Technique,
    [property: Id(1)] string Source,
    [property: Id(2)] int Severity,
    [property: Id(3)] long Count);
