using Orleans;

namespace Tegument.Contracts.Posture;

/// <summary>Somebody says that a lockdown let them keep working.</summary>
/// <param name="Version">The posture that was seen; another one is not confirmed unseen.</param>
[GenerateSerializer, Immutable, Alias("tegument.PostureConfirmation")]
public sealed record PostureConfirmation(
    [property: Id(0)] long Version,
    [property: Id(1)] string Actor);
