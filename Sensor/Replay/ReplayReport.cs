namespace Tegument.Sensor.Replay;

/// <summary>All that a replay found, sorted.</summary>
/// <param name="Damage">Why the file ended early, or null: what came before was judged all the same.</param>
/// <param name="Enforced">Prefixes that the dry-run kernel would hold at the end.</param>
public sealed record ReplayReport(
    ReplayAddress[] Addresses, ReplayIncident[] Incidents, ReplaySummary Summary, string? Damage, long Enforced);
