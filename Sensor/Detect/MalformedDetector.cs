using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Detect;

/// <summary>
/// Packets that no honest stack sends, as evidence: lengths that contradict one another, the land attack, and fragments that lie over one
/// another or are too small to be judged. Only what the wire itself says counts: a packet that a capture or a mirror cut short is never
/// called malformed, nor is anything this host sent. One thread.
/// </summary>
/// <remarks>
/// Sources are easily forged, so a flood of such packets is no flood of evidence: beyond <see cref="MostPerSecond"/> a second, packets add
/// to one incident on their target and accuse nobody.
/// </remarks>
public sealed class MalformedDetector(TallyTable tallies, EvidenceDesk desk)
{
    /// <summary>Packets a second that are laid to their sources.</summary>
    public const int MostPerSecond = 64;

    private const long Window = 1_000_000_000;
    private long _windowStart;
    private int _accusing;
    private int _suffering;

    /// <summary>Packets that were laid to nobody, since both bounds of their second were reached.</summary>
    public long Unlaid { get; private set; }

    /// <summary>A packet that did not decode; most faults are counters and nothing more.</summary>
    public void Observe(DecodeStatus status, ref readonly PacketView packet, long now)
    {
        if (packet.Outgoing) return;
        if (status == DecodeStatus.Land) Suffered(packet.Destination, EvidenceKind.Malformed, Techniques.Land, now);
        else if (IsBadLength(status)) Accuse(EvidenceKind.Malformed, Techniques.BadLength, in packet, now);
        else if (status == DecodeStatus.FragmentTiny) Accuse(EvidenceKind.Anomaly, Techniques.TinyFragments, in packet, now);
    }

    /// <summary>Fragments of one datagram lie over one another: the teardrop attack and its kin, or a way round those who look on.</summary>
    public void Overlap(ref readonly PacketView packet, long now)
    {
        if (!packet.Outgoing) Accuse(EvidenceKind.Anomaly, Techniques.OverlappingFragments, in packet, now);
    }

    // Lengths within a packet that contradict one another. What merely ends too early (truncated) may have been cut on its way to us.
    private static bool IsBadLength(DecodeStatus status) => status is
        DecodeStatus.Ipv4BadHeaderLength or DecodeStatus.Ipv4BadTotalLength or DecodeStatus.Ipv6BadPayloadLength or DecodeStatus.TcpBadHeaderLength
        or DecodeStatus.UdpBadLength or DecodeStatus.Ipv4FragmentBeyondEnd or DecodeStatus.Ipv6FragmentBeyondEnd or DecodeStatus.FragmentBadLength;

    private void Accuse(EvidenceKind kind, string technique, ref readonly PacketView packet, long now)
    {
        if (now - _windowStart >= Window) (_windowStart, _accusing, _suffering) = (now, 0, 0);
        if (++_accusing > MostPerSecond)
        {
            Suffered(packet.Destination, kind, technique, now);
            return;
        }

        if (tallies.OfSource(packet.Source, kind, technique, now) is not { } tally) return;
        tally.Count++;
        desk.Touch(tally);
    }

    // The land attack's source is the victim's own address.
    private void Suffered(IpKey victim, EvidenceKind kind, string technique, long now)
    {
        if (now - _windowStart >= Window) (_windowStart, _accusing, _suffering) = (now, 0, 0);
        if (tallies.Find(victim, kind, technique) is null && ++_suffering > MostPerSecond)
        {
            Unlaid++;
            return;
        }

        if (tallies.OnVictim(victim, kind, technique, 0, 0, now) is not { } tally) return;
        tally.Count++;
        desk.Touch(tally);
    }
}
