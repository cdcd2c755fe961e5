using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Evidence;

/// <summary>What a sensor can claim of a source. Frozen: members may be added, never renumbered or re-meant.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<EvidenceKind>))]
public enum EvidenceKind : byte
{
    None = 0,
    PortScan = 1,
    HostSweep = 2,
    SynFlood = 3,
    UdpFlood = 4,
    IcmpFlood = 5,
    AckFlood = 6,
    Amplification = 7,
    BruteForce = 8,
    Signature = 9,
    Anomaly = 10,
    Malformed = 11,
    DnsTunnel = 12,
    Log = 13,
    Alert = 14,
    Feed = 15,
    Manual = 16,
}
