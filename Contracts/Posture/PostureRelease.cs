using Orleans;

namespace Tegument.Contracts.Posture;

/// <summary>A wish to end every manual choice: the default posture returns, and where the policy says so the qualia move it from there.</summary>
/// <param name="Expected">As in <see cref="PostureChange"/>.</param>
[GenerateSerializer, Immutable, Alias("tegument.PostureRelease")]
public sealed record PostureRelease(
    [property: Id(0)] string Actor,
    [property: Id(1)] string Reason,
    [property: Id(2)] long? Expected = null);
