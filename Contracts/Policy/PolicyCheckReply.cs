namespace Tegument.Contracts.Policy;

/// <summary>The answer to <c>POST /api/v1/policy/check</c>.</summary>
/// <param name="Faults">The first twenty, in the order of the text; empty when it may be loaded.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Changes">One line per setting that differs from the running policy ("reputation.half-life: 10m -> 20m"); empty with faults.</param>
public sealed record PolicyCheckReply(bool Valid, PolicyFault[] Faults, int Total, string[] Changes);
