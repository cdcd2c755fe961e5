namespace Tegument.Sensor.Replay;

/// <summary>The last line of a replay.</summary>
public sealed record ReplaySummaryLine(ReplaySummary Summary);

/// <summary>What was read.</summary>
/// <param name="Bytes">On the wire.</param>
/// <param name="Seconds">The capture's span in packet time.</param>
/// <param name="PacketsPerSecond">The speed of this run: the one thing that differs between two runs.</param>
/// <param name="Faults">Packets per decode fault, by name.</param>
/// <param name="Flows">Conversations begun.</param>
/// <param name="Tunnels">Packets per encapsulation that they came in, by name.</param>
/// <param name="Reassembled">Datagrams put together from their fragments.</param>
public sealed record ReplaySummary(
    long Packets, long Bytes, double Seconds, double PacketsPerSecond, IReadOnlyDictionary<string, long> Faults, long Flows,
    IReadOnlyDictionary<string, long> Tunnels, long Reassembled);
