using Orleans;

namespace Tegument.Contracts.Posture;

/// <summary>A posture that is or was in force.</summary>
/// <param name="From">When it came into force; a posture that returned keeps the time it was set at and begins anew.</param>
/// <param name="Until">When the next one came; null while it is in force.</param>
[GenerateSerializer, Immutable, Alias("tegument.PosturePeriod")]
public sealed record PosturePeriod(
    [property: Id(0)] PostureSnapshot Posture,
    [property: Id(1)] DateTimeOffset From,
    [property: Id(2)] DateTimeOffset? Until);
