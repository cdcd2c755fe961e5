using Orleans;

namespace Tegument.Contracts.Posture;

/// <summary>A lockdown whose dead-man's switch runs: unless it is confirmed in time, the posture before returns by itself.</summary>
/// <param name="Until">What was asked for, and holds once confirmed; null until the next change.</param>
[GenerateSerializer, Immutable, Alias("tegument.LockdownPending")]
public sealed record LockdownPending(
    [property: Id(0)] DateTimeOffset ConfirmBy,
    [property: Id(1)] DateTimeOffset? Until);
