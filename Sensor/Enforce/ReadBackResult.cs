namespace Tegument.Sensor.Enforce;

/// <summary>How a read-back went.</summary>
/// <param name="Error">The read failed and what was visited is not all there is; null when it succeeded.</param>
/// <param name="Damage">Our table, sets or rules are missing or altered, so that what is held may not act; null when all is as we made it.</param>
/// <param name="IsInterrupted">It was stopped before its end, as asked.</param>
public sealed record ReadBackResult(string? Error, string? Damage, bool IsInterrupted = false);
