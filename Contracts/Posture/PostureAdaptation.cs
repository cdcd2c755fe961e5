using Orleans;

namespace Tegument.Contracts.Posture;

/// <summary>What the qualia ask for. It is a wish: a manual choice stands above it.</summary>
/// <param name="Level">Null gives the posture back to its default.</param>
/// <param name="Version">The posture that it was judged by; with another in force the wish is void.</param>
[GenerateSerializer, Immutable, Alias("tegument.PostureAdaptation")]
public sealed record PostureAdaptation(
    [property: Id(0)] PostureLevel? Level,
    [property: Id(1)] string Reason,
    [property: Id(2)] long Version)
{
    /// <summary>Who the audit log says did it.</summary>
    public const string Actor = "adaptive";
}
