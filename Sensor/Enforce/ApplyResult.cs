namespace Tegument.Sensor.Enforce;

/// <summary>What became of a list of changes.</summary>
/// <param name="Applied">Changes that are in force.</param>
/// <param name="Refused">Changes that the kernel refused although they stood alone.</param>
/// <param name="Deferred">Changes not made for a reason that is not theirs; the next proof makes them.</param>
/// <param name="Error">Why changes were deferred or the structure could not be made; null when neither happened.</param>
public sealed record ApplyResult(int Applied, IReadOnlyList<RefusedChange> Refused, int Deferred, string? Error);
