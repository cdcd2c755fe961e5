namespace Tegument.Contracts.Live;

/// <summary>Another policy is in force: read it. Who put it there and why stands in the audit log.</summary>
/// <param name="At">When this silo saw it.</param>
public sealed record PolicyEvent(DateTimeOffset At);
