using Orleans;

namespace Tegument.Contracts.Posture;

/// <summary>A wish for another posture. <paramref name="Until"/> null holds until the next change; after it, the posture before returns.</summary>
/// <param name="Expected">The version that the change is meant to follow; with another in force it is refused. Null follows any.</param>
/// <param name="ConfirmWithin">How long a lockdown waits to be confirmed, 10 seconds to 10 minutes; null takes the policy's. For no other level.</param>
[GenerateSerializer, Immutable, Alias("tegument.PostureChange")]
public sealed record PostureChange(
    [property: Id(0)] PostureLevel Level,
    [property: Id(1)] string Actor,
    [property: Id(2)] string Reason,
    [property: Id(3)] DateTimeOffset? Until,
    [property: Id(4)] long? Expected = null,
    [property: Id(5)] TimeSpan? ConfirmWithin = null);
