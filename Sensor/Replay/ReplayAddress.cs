using System.Text.Json.Serialization;

namespace Tegument.Sensor.Replay;

/// <summary>One judged address, as a replay tells of it. Times are RFC 3339 UTC with microseconds.</summary>
/// <param name="Address">The address seen.</param>
/// <param name="Prefix">What was judged, when that is more than the address; else null.</param>
/// <param name="Standing">The worst reached: clean, suspect or banned.</param>
/// <param name="Score">The highest reached.</param>
/// <param name="Verified">Some of the evidence cannot have been forged.</param>
/// <param name="Ban">The first ban decided, or null.</param>
public sealed record ReplayAddress(
    string Address, string? Prefix, string Standing, double Score, bool Verified, ReplayEvidence[] Evidence, ReplayBan? Ban)
{
    /// <summary>What held a ban back, for people; not part of the JSON.</summary>
    [JsonIgnore]
    public string? Note { get; init; }
}

/// <summary>One kind of evidence against an address: totals at the end of the capture.</summary>
public sealed record ReplayEvidence(string Kind, string? Technique, long Count, int Ports, int Targets, string FirstSeen, string LastSeen);

/// <summary>A ban as decided.</summary>
public sealed record ReplayBan(double TtlSeconds, string Reason);
