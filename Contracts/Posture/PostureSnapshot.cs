using Orleans;

namespace Tegument.Contracts.Posture;

/// <summary>The posture in force, who wanted it and why. Versions grow by one per change.</summary>
/// <param name="Mode">Whether somebody chose it, the qualia moved it there, or nobody did.</param>
/// <param name="Pending">Not null for a lockdown that waits to be confirmed; <paramref name="Until"/> is then when it runs out.</param>
[GenerateSerializer, Immutable, Alias("tegument.PostureSnapshot")]
public sealed record PostureSnapshot(
    [property: Id(0)] PostureLevel Level,
    [property: Id(1)] long Version,
    [property: Id(2)] string SetBy,
    [property: Id(3)] string Reason,
    [property: Id(4)] DateTimeOffset SetAt,
    [property: Id(5)] DateTimeOffset? Until,
    [property: Id(6)] PostureMode Mode = PostureMode.Manual,
    [property: Id(7)] LockdownPending? Pending = null);
