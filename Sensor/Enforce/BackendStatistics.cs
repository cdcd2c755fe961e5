namespace Tegument.Sensor.Enforce;

/// <summary>Counters of a backend since it was opened.</summary>
/// <param name="Commits">Transactions that were accepted.</param>
/// <param name="RefusedCommits">Transactions that were refused, those made while a culprit was sought included.</param>
/// <param name="Rebuilds">Times that the table's structure was made or put right.</param>
/// <param name="DroppedPackets">Packets dropped by our rules since the table was first made, as of the last read-back.</param>
public sealed record BackendStatistics(long Commits, long RefusedCommits, long Rebuilds, long DroppedPackets);
