using Orleans;

namespace Tegument.Contracts.Qualia;

/// <summary>A part of a quale.</summary>
/// <param name="Part">What is named: "host", "kind", "sensor", "source", "blind", "behind", "trouble", "lost", "hit".</param>
/// <param name="Name">Which one; from elsewhere, to be escaped wherever shown.</param>
/// <param name="Value">How much of the quale, in the unit that <paramref name="Detail"/> names.</param>
/// <param name="Detail">The numbers behind it, for people.</param>
[GenerateSerializer, Immutable, Alias("tegument.QualeCause")]
public sealed record QualeCause(
    [property: Id(0)] string Part,
    [property: Id(1)] string Name,
    [property: Id(2)] double Value,
    [property: Id(3)] string Detail);
