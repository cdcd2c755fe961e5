using Tegument.Contracts.Evidence;

namespace Tegument.Dashboard.Components.Detections;

/// <summary>What each kind of evidence is, and what Tegument does about it, for whoever has not met it before.</summary>
public static class KindWords
{
    public static string Of(EvidenceKind kind, string? technique = null) => technique switch
    {
        Techniques.ArpSpoof or Techniques.NdSpoof => "Somebody on the same wire answers for an address that is not theirs, to read or change its traffic. An address cannot be blamed for it: the incident names the hardware address, and nobody is banned.",
        Techniques.SlowHttp => "Many requests are opened and never finished, to use up a web server’s places. The source is judged by severity, and banned when its score reaches the threshold.",
        _ => Of(kind),
    };

    private static string Of(EvidenceKind kind) => kind switch
    {
        EvidenceKind.PortScan => "A source tries many ports to see which answer. Each new port that refused or ignored it adds points; a bare SYN scan can be forged, so it earns a short ban and no strike.",
        EvidenceKind.HostSweep => "A source asks many hosts for the same port, or pings them, to see who is there. Each new host that refused or ignored it adds points.",
        EvidenceKind.SynFlood or EvidenceKind.AckFlood => "More packets come at a host than its services can answer. A source that alone exceeds the flood rate is banned; the many small or forged ones are told as one incident on the victim, and ban nobody.",
        EvidenceKind.UdpFlood or EvidenceKind.IcmpFlood => "Datagrams fill a host’s line. A source that alone exceeds the flood rate is banned; the rest, which may be forged, are one incident on the victim.",
        EvidenceKind.Amplification => "Servers elsewhere answer questions that somebody asked in our name, with far more than was asked. They are tools, not attackers: it is an incident on the victim, and no ban.",
        EvidenceKind.BruteForce => "Logins are guessed. The first four failed tries of an incident are free, as people mistype; each further one adds points. A login takes a whole conversation, so this cannot be forged.",
        EvidenceKind.Signature => "A payload matches a known attack. It weighs once per incident, by severity: 10, 30, 60 or 100 points.",
        EvidenceKind.Anomaly => "Traffic that no honest program sends: overlapping fragments, tunnels in pings. It adds a little, and never bans alone.",
        EvidenceKind.Malformed => "Packets that contradict themselves. Broken machines send them too, so they weigh 5 points once, and never ban alone.",
        EvidenceKind.DnsTunnel => "Data is carried out in DNS names. Each suspicious burst adds points.",
        EvidenceKind.Log => "A line of a log matched a filter: failed logins, probing for known holes. Each line adds points as its filter says.",
        EvidenceKind.Alert => "Another detection system raised an alert, and named the source. It weighs once per incident, by severity.",
        EvidenceKind.Feed => "A list that you subscribed to names the source. It decides at once, and holds in every posture.",
        EvidenceKind.Manual => "Somebody said so by hand. It decides at once, and holds in every posture.",
        _ => "A kind that this console does not know yet.",
    };
}
