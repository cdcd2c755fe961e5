using Tegument.Contracts.Evidence;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Qualia;

/// <summary>
/// What an incident on a victim adds to the temperature, in points: it bans nobody, yet is felt. Once when it begins and again each minute in
/// which it grows. Pure.
/// </summary>
public static class VictimWeight
{
    public static double Of(EvidenceWeights weights, EvidenceKind kind)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return kind switch
        {
            EvidenceKind.SynFlood or EvidenceKind.UdpFlood or EvidenceKind.IcmpFlood or EvidenceKind.AckFlood or EvidenceKind.Amplification => weights.Flood,
            EvidenceKind.DnsTunnel => weights.DnsTunnel,
            EvidenceKind.Malformed => weights.Malformed,
            _ => weights.Anomaly,
        };
    }
}
