using System.Runtime.CompilerServices;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Detect;

namespace Tegument.Sensor.Flows;

/// <summary>Pseudo-conversations of UDP, ICMP echo and ARP: a question, and perhaps an answer. One thread; allocation-free.</summary>
internal sealed class DatagramTracker(FlowTable flows, ScanDetector scans, FloodDetector floods, DatagramDetectors detectors, bool live)
{
    /// <summary>A scanner repeats an unanswered probe this often at most; more is a stream.</summary>
    public const int MostProbes = 4;

    public void Udp(ref readonly PacketView packet, long now)
    {
        if (packet.PayloadLength >= AmplificationAbuse.LargeAnswer || detectors.Abuse.IsWatching) detectors.Abuse.Udp(in packet, now);
        if (packet.DestinationPort == DnsTunnelDetector.Port || packet.SourcePort == DnsTunnelDetector.Port) detectors.Names.Udp(in packet, now);
        ref var flow = ref FlowTracker.Find(flows, in packet, packet.SourcePort, packet.DestinationPort, IpProtocol.Udp, out var key, out var senderIsLow);
        if (!Unsafe.IsNullRef(ref flow))
        {
            Continue(ref flow, in packet, senderIsLow, now);
            if (flow.ResponderPackets == 0) CountUnanswered(in packet, now);
            return;
        }

        // A service's port speaking to a client's: an answer whose question we did not see (a resolver's, far more often than a scan), or did
        // not follow, since it came in a crowd.
        var answer = packet is { SourcePort: < 1024, DestinationPort: >= 1024 };
        if (packet.Outgoing || (answer && !live)) floods.Uncount(EvidenceKind.UdpFlood, packet.Destination, packet.Source, 0);
        if (CountUnanswered(in packet, now)) return;
        var quiet = packet.Outgoing || answer || FlowTracker.IsGroup(in packet);
        Begin(in key, senderIsLow, quiet ? FlowState.OneWay : FlowState.Pending, ProbeTechnique.Udp, in packet, now);
    }

    public void Icmp(ref readonly PacketView packet, long now)
    {
        var meaning = IcmpKind.Of(packet.Network, packet.IcmpType, packet.IcmpCode);
        if (meaning == IcmpMeaning.Neighbour && !packet.IsFragment) detectors.Neighbours.Neighbour(in packet, now);
        switch (meaning)
        {
            case IcmpMeaning.Error or IcmpMeaning.Unreachable when packet.HasQuote && Quoted(in packet, meaning, now): return;
            case IcmpMeaning.EchoReply: EchoReply(in packet, now); return;
            case IcmpMeaning.Neighbour when packet.Destination.IsMulticast && !packet.IsFragment: return;
        }

        var flooded = !packet.Outgoing && !packet.FragmentsCounted && floods.Count(EvidenceKind.IcmpFlood, "", packet.Source, packet.Destination, 0, now);
        if (flooded || !IcmpKind.IsEchoRequest(packet.Network, packet.IcmpType)) return;
        detectors.Pings.Request(in packet, now);
        var identifier = (ushort)(packet.IcmpEcho >> 16);
        ref var flow = ref FlowTracker.Find(flows, in packet, identifier, identifier, packet.Protocol, out var key, out var senderIsLow);
        if (!Unsafe.IsNullRef(ref flow)) Continue(ref flow, in packet, senderIsLow, now);
        else Begin(in key, senderIsLow, packet.Outgoing || FlowTracker.IsGroup(in packet) ? FlowState.OneWay : FlowState.Pending, ProbeTechnique.Echo, in packet, now);
    }

    public void Arp(ref readonly PacketView packet, long now)
    {
        detectors.Neighbours.Arp(in packet, now);
        // Gratuitous ARP and address probes (RFC 5227) ask for the sender's own address, or from none: nobody is searched for.
        if (packet.Source == packet.Destination || packet.Source.IsUnspecified) return;
        ref var flow = ref FlowTracker.Find(flows, in packet, 0, 0, FlowProtocol.Arp, out var key, out var senderIsLow);
        if (!Unsafe.IsNullRef(ref flow)) Continue(ref flow, in packet, senderIsLow, now);
        else if (packet.ArpOperation == 1) Begin(in key, senderIsLow, packet.Outgoing ? FlowState.OneWay : FlowState.Pending, ProbeTechnique.Arp, in packet, now);
    }

    /// <summary>A fragment, whole datagram or not: counts towards floods only.</summary>
    public void Fragment(ref readonly PacketView packet, long now)
    {
        if (packet.Outgoing) return;
        if (packet.Protocol is IpProtocol.Icmp or IpProtocol.Icmpv6) floods.Count(EvidenceKind.IcmpFlood, "", packet.Source, packet.Destination, 0, now);
    }

    private void Begin(in FlowKey key, bool senderIsLow, FlowState state, ProbeTechnique technique, ref readonly PacketView packet, long now)
    {
        ref var flow = ref flows.Add(in key, senderIsLow, state, technique, now);
        if (Unsafe.IsNullRef(ref flow)) return;
        flow.InitiatorPackets = 1;
        if (packet.Outgoing) flow.Marks |= FlowMarks.OwnInitiator;
    }

    private void Continue(ref Flow flow, ref readonly PacketView packet, bool senderIsLow, long now)
    {
        if (flow.InitiatorIsLow == senderIsLow)
        {
            // The copy of a forwarded packet on its way out is the same packet again.
            if (packet.Outgoing && !flow.Has(FlowMarks.OwnInitiator)) return;
            flow.InitiatorPackets++;
            // A probe repeated after its verdict is the same probe; silence in between makes it a new question.
            if (flow.State == FlowState.Ignored && now - flow.LastSeen > FlowTimeouts.Settled) flows.Restart(ref flow, senderIsLow, flow.Technique, now);
            flow.LastSeen = now;
            return;
        }

        // An ARP answer is unicast to the asker, marked or not; anything else that speaks for us must be ours.
        if (live && !packet.Outgoing && !flow.Has(FlowMarks.OwnInitiator) && flow.Protocol != FlowProtocol.Arp) return;
        if (flow.ResponderPackets++ == 0 && flow.Protocol == IpProtocol.Udp && !flow.Has(FlowMarks.OwnInitiator))
            floods.Uncount(EvidenceKind.UdpFlood, flow.Initiator, flow.Responder, 0);
        flow.LastSeen = now;
        if (flow.State is FlowState.Pending or FlowState.Ignored or FlowState.OneWay) flow.State = FlowState.Established;
    }

    private void EchoReply(ref readonly PacketView packet, long now)
    {
        detectors.Pings.Reply(in packet, now);
        var identifier = (ushort)(packet.IcmpEcho >> 16);
        ref var flow = ref FlowTracker.Find(flows, in packet, identifier, identifier, packet.Protocol, out _, out var senderIsLow);
        if (!Unsafe.IsNullRef(ref flow)) Continue(ref flow, in packet, senderIsLow, now);
        // Replies that nobody asked for in numbers: a smurf's victim.
        else if (!packet.Outgoing && !packet.FragmentsCounted) floods.Count(EvidenceKind.IcmpFlood, "", packet.Source, packet.Destination, 0, now);
    }

    // An error message about a conversation we know is no flood; "port unreachable" and its kin refuse the probe they quote.
    private bool Quoted(ref readonly PacketView packet, IcmpMeaning meaning, long now)
    {
        var ports = packet.QuotedProtocol is IpProtocol.Tcp or IpProtocol.Udp;
        var key = FlowKey.Of(
            packet.QuotedSource, ports ? packet.QuotedSourcePort : (ushort)0, packet.QuotedDestination, ports ? packet.QuotedDestinationPort : (ushort)0,
            packet.QuotedProtocol, out var quotedIsLow);
        ref var flow = ref flows.Find(in key);
        if (Unsafe.IsNullRef(ref flow)) return false;
        if (meaning != IcmpMeaning.Unreachable || (live && !packet.Outgoing) || flow.State is not (FlowState.Pending or FlowState.OneWay) || flow.InitiatorIsLow != quotedIsLow) return true;
        flow.State = FlowState.Refused;
        flow.LastSeen = now;
        scans.Failed(in flow, now);
        return true;
    }

    private bool CountUnanswered(ref readonly PacketView packet, long now)
    {
        if (packet.Outgoing || FlowTracker.IsGroup(in packet)) return false;
        var service = Reflectors.ServiceOf(packet.SourcePort);
        return service is not null
            ? detectors.Reflections.Unasked(in packet, service, now)
            : floods.Count(EvidenceKind.UdpFlood, "", packet.Source, packet.Destination, 0, now);
    }
}
