namespace Tegument.Sensor.Replay;

/// <summary>Something that happened to a victim.</summary>
/// <param name="Incident">The kind: syn-flood, udp-flood, icmp-flood, ack-flood, amplification, anomaly, dns-tunnel.</param>
/// <param name="Target">ADDRESS:PORT, [IPV6]:PORT, or the bare address.</param>
/// <param name="Sources">Distinct sources; an estimate above a few hundred.</param>
public sealed record ReplayIncident(
    string Incident, string Target, long Sources, long Packets, string FirstSeen, string LastSeen, ReplaySource[] TopSources)
{
    /// <summary>What exactly, or the service that was abused; null when the kind says it all.</summary>
    public string? Technique { get; init; }

    /// <summary>The hardware address that is accused, or null.</summary>
    public string? Mac { get; init; }

    /// <summary>For people, or null.</summary>
    public string? Detail { get; init; }
}

/// <summary>One of an incident's heaviest sources; packets are a lower bound.</summary>
public sealed record ReplaySource(string Address, long Packets);
