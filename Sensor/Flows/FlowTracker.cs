using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Detect.BruteForce;

namespace Tegument.Sensor.Flows;

/// <summary>
/// Follows every conversation and tells the detectors what became of it: refused, ignored, finished, closed empty, talked both ways.
/// One per capture thread; allocation-free.
/// </summary>
/// <param name="live">
/// The kernel marks what this host sends: then only marked packets count as our half of a conversation, since a ring also sees forged
/// inbound frames that bear our address. A file has no marks and is believed in both halves.
/// </param>
public sealed class FlowTracker(FlowTable flows, ScanDetector scans, FloodDetector floods, BruteForceDetector logins, DatagramDetectors detectors, bool live) : IFlowVisitor
{
    // How far behind the memory of a conversation may be with its last data: 2^39 ns, nine minutes. It is asked whether that was within a day.
    private const int RenewalShift = 39;

    private readonly TcpTracker _tcp = new(flows, scans, floods, logins, detectors, live);
    private readonly DatagramTracker _datagrams = new(flows, scans, floods, detectors, live);

    public FlowTable Table => flows;

    /// <summary>Takes one decoded packet at the sensor's clock.</summary>
    public void Observe(ref readonly PacketView packet, long now)
    {
        if (packet.IsLaterFragment)
        {
            ObserveFragment(in packet, now);
            return;
        }

        switch (packet.Protocol)
        {
            case IpProtocol.Tcp when packet.HasPorts:
                _tcp.Observe(in packet, now);
                if (packet.PayloadLength > 0 && (packet.DestinationPort == DnsTunnelDetector.Port || packet.SourcePort == DnsTunnelDetector.Port)) detectors.Names.Tcp(in packet, now);
                break;
            case IpProtocol.Udp when packet.HasPorts: _datagrams.Udp(in packet, now); break;
            case IpProtocol.Icmp or IpProtocol.Icmpv6 when packet.Network is NetworkKind.IPv4 or NetworkKind.IPv6: _datagrams.Icmp(in packet, now); break;
            default:
                if (packet.Network == NetworkKind.Arp) _datagrams.Arp(in packet, now);
                break;
        }
    }

    /// <summary>A fragment on its way to becoming part of a datagram: counts towards floods only.</summary>
    public void ObserveFragment(ref readonly PacketView packet, long now)
    {
        _datagrams.Fragment(in packet, now);
        if (packet.IsLaterFragment) detectors.Reflections.LaterFragment(in packet, now);
    }

    /// <summary>Moves time on: probes that nobody answered become ignored ones.</summary>
    public void Advance(long now)
    {
        if (!flows.Expire(now, this)) return;
        scans.Settle();
        floods.Tick(now);
        detectors.Abuse.Tick(now);
    }


    void IFlowVisitor.Visit(ref Flow flow, long now)
    {
        if (flow.State == FlowState.Pending && flow.Due <= now)
        {
            flow.State = FlowState.Ignored;
            // Many datagrams one way are a stream without a backchannel, not a probe.
            if (flow.Technique != ProbeTechnique.Udp || flow.InitiatorPackets <= DatagramTracker.MostProbes)
            {
                // One of a forged crowd: only those we know already are asked about.
                scans.Failed(in flow, now, onlyKnown: IsOfACrowd(in flow, floods));
            }

            // Segments of no conversation become part of a flood when it is certain that nobody here knew them.
            if (flow.Protocol == IpProtocol.Tcp && flow.Technique is not (ProbeTechnique.Syn or ProbeTechnique.Connect) && !flow.Has(FlowMarks.OwnInitiator))
                floods.Count(EvidenceKind.AckFlood, "", flow.Initiator, flow.Responder, flow.ResponderPort, now);
        }
        else if (flow.Has(FlowMarks.ConversationNoted) && (flow.Due <= now || now >> RenewalShift != (now - FlowTable.Turn) >> RenewalShift))
        {
            scans.Conversed(in flow, now);
        }
        else if (flow.State == FlowState.HalfOpen && flow.Due <= now)
        {
            detectors.Abuse.Unfinished(in flow, now);
        }

        if (flow.Talk != 0 && flow.Due <= now) logins.Ended(ref flow, now);
    }

    /// <summary>A probe that was ignored while its target was under a flood: most likely one of the flood's own.</summary>
    internal static bool IsOfACrowd(ref readonly Flow flow, FloodDetector floods) =>
        flow is { State: FlowState.Ignored, Technique: ProbeTechnique.Syn or ProbeTechnique.Connect } && floods.IsFlooded(EvidenceKind.SynFlood, flow.Responder, flow.ResponderPort);

    /// <summary>Finds who speaks: the flow of the packet's endpoints, or a null reference.</summary>
    internal static ref Flow Find(FlowTable flows, ref readonly PacketView packet, ushort sourcePort, ushort destinationPort, byte protocol, out FlowKey key, out bool senderIsLow)
    {
        key = FlowKey.Of(packet.Source, sourcePort, packet.Destination, destinationPort, protocol, out senderIsLow);
        return ref flows.Find(in key);
    }

    /// <summary>Nobody is accused of, or answers for, traffic to a group.</summary>
    internal static bool IsGroup(ref readonly PacketView packet) => packet.LinkGroup || packet.Destination.IsMulticast || packet.Destination.IsUnspecified;
}
