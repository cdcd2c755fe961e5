namespace Tegument.Sensor.Enforce;

/// <summary>What a flush did.</summary>
/// <param name="Removed">Bans that were in force before.</param>
/// <param name="Error">What went wrong, for people; null when the table is gone and the host will stay observe-only.</param>
public sealed record FlushReport(int Removed, string? Error);
