using Tegument.Sensor.Report;

namespace Tegument.Sensor.Detect;

/// <summary>The detectors that look at single datagrams as they pass; owned by one <see cref="SensorCore"/>.</summary>
public sealed record DatagramDetectors(ArpSpoofDetector Neighbours, DnsTunnelDetector Names, IcmpTunnelDetector Pings, AmplificationDetector Reflections, AmplificationAbuse Abuse)
{
    /// <summary>What gave way in a full table while it was still looked at.</summary>
    public long Forgotten => Neighbours.Forgotten + Names.Forgotten + Pings.Forgotten + Abuse.Overflow;

    public static DatagramDetectors Create(TallyTable tallies, EvidenceDesk desk, FloodDetector floods, ulong seed, bool live) =>
        new(new ArpSpoofDetector(tallies, desk, seed), new DnsTunnelDetector(tallies, desk, seed), new IcmpTunnelDetector(tallies, desk, seed, live),
            new AmplificationDetector(floods, seed), new AmplificationAbuse(tallies, desk, floods, seed, live));
}
