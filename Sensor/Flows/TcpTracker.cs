using System.Runtime.CompilerServices;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Detect.BruteForce;

namespace Tegument.Sensor.Flows;

/// <summary>The TCP state machine as an observer needs it (RFC 9293 §3.3.2, seen from the path). One thread; allocation-free.</summary>
internal sealed class TcpTracker(FlowTable flows, ScanDetector scans, FloodDetector floods, BruteForceDetector logins, DatagramDetectors detectors, bool live)
{
    /// <summary>A handshake closed this soon without a byte is a probe's; browsers hold their spare connections longer.</summary>
    private const long EmptyWithin = 1_000_000_000;

    /// <summary>How far beyond the bytes we saw a close may lie and still be its sender's: the ring may have dropped as much, and no forger guesses it.</summary>
    private const uint MayHaveMissed = 1 << 16;

    /// <summary>The same SYN sooner than any stack repeats it: one packet seen on two interfaces (a bridge and its port).</summary>
    private const long SeenTwice = 1_000_000;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Observe(ref readonly PacketView packet, long now)
    {
        var flags = (byte)(packet.Flags & TcpFlags.Mask);
        ref var flow = ref FlowTracker.Find(flows, in packet, packet.SourcePort, packet.DestinationPort, IpProtocol.Tcp, out var key, out var senderIsLow);
        if (Unsafe.IsNullRef(ref flow))
        {
            Begin(in packet, in key, senderIsLow, flags, now);
            return;
        }

        if (flow.InitiatorIsLow == senderIsLow)
        {
            // The copy of a forwarded packet on its way out is the same packet again.
            if (packet.Outgoing && !flow.Has(FlowMarks.OwnInitiator)) return;
            flow.InitiatorPackets++;
            FromInitiator(ref flow, in packet, flags, now);
        }
        else
        {
            FromResponder(ref flow, in packet, senderIsLow, flags, now);
        }
    }

    private void Begin(ref readonly PacketView packet, in FlowKey key, bool senderIsLow, byte flags, long now)
    {
        var kind = TcpSegment.KindOf(flags, packet.PayloadLength);
        if (kind == TcpSegmentKind.Answer)
        {
            Backscatter(in packet, now);
            return;
        }

        var technique = TcpSegment.TechniqueOf(kind, packet.Options);
        if (kind == TcpSegmentKind.Syn && CountSyn(in packet, now)) return;
        var own = packet.Outgoing;
        var state = own && kind != TcpSegmentKind.Syn ? FlowState.Adopted : StateFor(kind, in packet, technique);
        ref var flow = ref flows.Add(in key, senderIsLow, state, technique, now);
        if (Unsafe.IsNullRef(ref flow))
        {
            // The table is full: what would be a stray segment's flow counts towards the flood that filled it.
            // It accuses nobody: an honest visitor whom the full table turned away sends the same.
            if (!own && kind is not (TcpSegmentKind.Syn or TcpSegmentKind.Data)) CountStray(in packet, now, accuse: false);
            return;
        }

        flow.InitiatorPackets = 1;
        flow.InitialSequence = packet.Sequence;
        if (own) flow.Marks |= FlowMarks.OwnInitiator;
        if (technique == ProbeTechnique.Syn) flow.Marks |= FlowMarks.BareSyn;
        flow.InitiatorBytes = (uint)packet.PayloadLength;
        if (packet.PayloadLength > 0) flow.Marks |= FlowMarks.InitiatorSentData;
        if (own || !ProbeTechniques.IsUnmistakable(technique)) return;
        scans.Failed(in flow, now);
        CountStray(in packet, now);
    }

    private static FlowState StateFor(TcpSegmentKind kind, ref readonly PacketView packet, ProbeTechnique technique) => kind switch
    {
        _ when FlowTracker.IsGroup(in packet) => FlowState.OneWay,
        TcpSegmentKind.Data or TcpSegmentKind.Odd => FlowState.OneWay,
        _ when ProbeTechniques.IsUnmistakable(technique) => FlowState.Closed,
        // From a service's port to a client's: silence is the tail of a conversation we forgot, far more often than a scan with a chosen
        // source port. A refusal counts all the same.
        TcpSegmentKind.Ack or TcpSegmentKind.Fin or TcpSegmentKind.FinAck when packet is { SourcePort: < 1024, DestinationPort: >= 1024 } => FlowState.OneWay,
        _ => FlowState.Pending,
    };

    private bool CountSyn(ref readonly PacketView packet, long now)
    {
        if (packet.Outgoing) return false;
        var one = floods.Count(EvidenceKind.SynFlood, "", packet.Source, packet.Destination, packet.DestinationPort, now);
        return one || floods.Count(EvidenceKind.SynFlood, "", packet.Source, packet.Destination, 0, now, spread: true);
    }

    // SYN-ACK and RST that nobody here asked for: someone forged our address elsewhere, or reflects at us. Never a scan.
    private void Backscatter(ref readonly PacketView packet, long now)
    {
        if (packet.Outgoing) return;
        if (!floods.Count(EvidenceKind.Amplification, "syn-ack", packet.Source, packet.Destination, 0, now))
            floods.Count(EvidenceKind.AckFlood, "", packet.Source, packet.Destination, packet.DestinationPort, now);
    }

    private void FromInitiator(ref Flow flow, ref readonly PacketView packet, byte flags, long now)
    {
        if ((flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst | TcpFlags.Fin)) == TcpFlags.Syn)
        {
            if (packet.Sequence == flow.InitialSequence && now - flow.LastSeen < SeenTwice) return;
            if (!flow.Has(FlowMarks.OwnInitiator)) CountSyn(in packet, now);
            if (IsOver(in flow)) Again(ref flow, in packet, flow.InitiatorIsLow, now);
            flow.LastSeen = now;
            return;
        }

        flow.LastSeen = now;
        if (packet.PayloadLength > 0)
        {
            flow.Marks |= FlowMarks.InitiatorSentData;
            flow.InitiatorBytes = Sum(flow.InitiatorBytes, packet.PayloadLength);
        }

        switch (flow.State)
        {
            case FlowState.HalfOpen:
                Handshake(ref flow, in packet, flags, now);
                break;
            case FlowState.Pending when flow.Technique is ProbeTechnique.Syn or ProbeTechnique.Connect:
                // Half a capture: its ACK or RST tells of a SYN-ACK that was not recorded. Live we would have seen ours.
                if (live || (flags & (TcpFlags.Ack | TcpFlags.Rst)) == 0) break;
                flow.State = FlowState.Closed;
                if ((flags & TcpFlags.Rst) == 0) scans.Handshaked(in flow, now);
                break;
            case FlowState.Refused:
                // Nothing but answered refusals: whoever goes on sends a flood, whatever the flags.
                if ((flags & TcpFlags.Rst) == 0 && !flow.Has(FlowMarks.OwnInitiator)) CountStray(in packet, now);
                break;
            case FlowState.Ignored:
                if ((flags & TcpFlags.Rst) == 0 && !flow.Has(FlowMarks.OwnInitiator)) CountStray(in packet, now);
                break;
            case FlowState.Adopted when (flags & TcpFlags.Rst) != 0:
                flow.State = FlowState.Closed;
                break;
        }

        NoteConversation(ref flow, now);
        if ((flow.Watch & FlowWatch.Initiator) != 0 && packet.PayloadLength > 0) logins.Said(ref flow, in packet, byInitiator: true, now);
        if ((flags & (TcpFlags.Fin | TcpFlags.Rst)) != 0 && flow.State == FlowState.Established && IsInSequence(in flow, in packet)) Close(ref flow, byInitiator: true, flags, now);
    }

    private void FromResponder(ref Flow flow, ref readonly PacketView packet, bool senderIsLow, byte flags, long now)
    {
        if ((flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) == TcpFlags.Syn && IsOver(in flow))
        {
            // The other side opens a connection between the same ports: it is the initiator now.
            CountSyn(in packet, now);
            Again(ref flow, in packet, senderIsLow, now);
            return;
        }

        // Inbound frames that bear our address are forgeries: our own half is marked.
        if (live && !packet.Outgoing && !flow.Has(FlowMarks.OwnInitiator)) return;
        flow.ResponderPackets++;
        flow.LastSeen = now;
        if (packet.PayloadLength > 0)
        {
            flow.Marks |= FlowMarks.ResponderSentData;
            flow.ResponderBytes = Sum(flow.ResponderBytes, packet.PayloadLength);
        }

        switch (flow.State)
        {
            case FlowState.Pending:
                Answer(ref flow, in packet, flags, now);
                break;
            case FlowState.Ignored when (flags & TcpFlags.Rst) == 0:
                flow.State = flags == (TcpFlags.Syn | TcpFlags.Ack) ? FlowState.HalfOpen : FlowState.Adopted;
                flow.ExpectedAck = packet.Sequence + 1;
                break;
            case FlowState.OneWay when (flags & TcpFlags.Rst) != 0 && flow.Technique != ProbeTechnique.None:
                Refuse(ref flow, now);
                break;
            case FlowState.OneWay:
                if ((flags & TcpFlags.Rst) != 0) flow.State = FlowState.Closed;
                else Adopt(ref flow);
                break;
            case FlowState.Adopted when (flags & TcpFlags.Rst) != 0:
                flow.State = FlowState.Closed;
                break;
        }

        NoteConversation(ref flow, now);
        if ((flow.Watch & FlowWatch.Responder) != 0 && packet.PayloadLength > 0) logins.Said(ref flow, in packet, byInitiator: false, now);
        if ((flags & (TcpFlags.Fin | TcpFlags.Rst)) != 0 && flow.State == FlowState.Established) Close(ref flow, byInitiator: false, flags, now);
    }

    private void Answer(ref Flow flow, ref readonly PacketView packet, byte flags, long now)
    {
        if ((flags & TcpFlags.Rst) != 0)
        {
            Refuse(ref flow, now);
        }
        else if ((flags & TcpFlags.Syn) != 0)
        {
            flow.State = FlowState.HalfOpen;
            flow.ExpectedAck = packet.Sequence + 1;
        }
        else
        {
            Adopt(ref flow);
        }
    }

    // ACK or data: our side knows this conversation; we met it in the middle. Under a flood that is how a real client's is met at all.
    private void Adopt(ref Flow flow)
    {
        flow.State = FlowState.Adopted;
        if (!flow.Has(FlowMarks.OwnInitiator)) floods.Uncount(EvidenceKind.SynFlood, flow.Initiator, flow.Responder, flow.ResponderPort);
    }

    private void Refuse(ref Flow flow, long now)
    {
        flow.State = FlowState.Refused;
        scans.Failed(in flow, now);
        if (flow.Technique is ProbeTechnique.Syn or ProbeTechnique.Connect || flow.Has(FlowMarks.OwnInitiator)) return;
        floods.Count(EvidenceKind.AckFlood, "", flow.Initiator, flow.Responder, flow.ResponderPort, now);
    }

    private void CountStray(ref readonly PacketView packet, long now, bool accuse = true) =>
        floods.Count(EvidenceKind.AckFlood, "", packet.Source, packet.Destination, packet.DestinationPort, now, accuse: accuse);

    private void Handshake(ref Flow flow, ref readonly PacketView packet, byte flags, long now)
    {
        if ((flags & TcpFlags.Rst) != 0)
        {
            // Half-open probe of an open port: answered, so nobody's failure; an RST proves no address (it echoes no number of ours). One out of
            // sequence is somebody else's, who would have us forget the handshake.
            if (!IsInSequence(in flow, in packet)) return;
            flow.State = FlowState.Closed;
            detectors.Abuse.Unfinished(in flow, now);
            return;
        }

        if ((flags & TcpFlags.Ack) == 0) return;
        if (packet.Acknowledgement != flow.ExpectedAck)
        {
            scans.Guessed(in flow);
            return;
        }

        flow.State = FlowState.Established;
        flow.Established = now;
        flow.Marks |= FlowMarks.Verified;
        BruteForceDetector.Opened(ref flow);
        scans.Handshaked(in flow, now);
        floods.Uncount(EvidenceKind.SynFlood, flow.Initiator, flow.Responder, flow.ResponderPort);
        detectors.Abuse.Finished(in flow);
    }

    private void Close(ref Flow flow, bool byInitiator, byte flags, long now)
    {
        flow.End |= EndOf(byInitiator, flags, in flow);
        if ((flags & TcpFlags.Rst) != 0 || (flow.End & FlowEnd.BothFins) == FlowEnd.BothFins) flow.State = FlowState.Closed;
        if (byInitiator && flow.Has(FlowMarks.Verified) && !flow.Has(FlowMarks.InitiatorSentData) && now - flow.Established <= EmptyWithin)
        {
            scans.EmptyHandshake(in flow, now);
            flow.State = FlowState.Closed;
        }

        if (flow.State == FlowState.Closed && flow.Talk != 0) logins.Ended(ref flow, now);
    }

    // A kernel takes a close only at the sequence number that is due (RFC 5961 §3.2), and who cannot see the conversation does not know it: a
    // forged FIN or RST must not make a scan or a failed login of somebody's visit.
    private static bool IsInSequence(ref readonly Flow flow, ref readonly PacketView packet)
    {
        if (flow.Has(FlowMarks.OwnInitiator)) return true;
        var offset = packet.Sequence - flow.InitialSequence - 1;
        return offset == 0 || (flow.InitiatorBytes > 0 && offset <= Sum(flow.InitiatorBytes, (int)MayHaveMissed));
    }

    private static FlowEnd EndOf(bool byInitiator, byte flags, ref readonly Flow flow)
    {
        if ((flags & TcpFlags.Rst) != 0) return byInitiator ? FlowEnd.InitiatorReset : FlowEnd.ResponderReset;
        if (byInitiator) return FlowEnd.InitiatorFin;
        return flow.End == FlowEnd.Open ? FlowEnd.ResponderFin | FlowEnd.ResponderFirst : FlowEnd.ResponderFin;
    }

    // Saturates: a backup of many gigabytes is large, not small again.
    private static uint Sum(uint bytes, int more) => bytes + (uint)more is var sum && sum >= bytes ? sum : uint.MaxValue;

    private void Again(ref Flow flow, ref readonly PacketView packet, bool initiatorIsLow, long now)
    {
        var technique = TcpSegment.TechniqueOf(TcpSegmentKind.Syn, packet.Options);
        flows.Restart(ref flow, initiatorIsLow, technique, now);
        flow.InitiatorPackets = 1;
        flow.InitialSequence = packet.Sequence;
        if (packet.Outgoing) flow.Marks |= FlowMarks.OwnInitiator;
        if (technique == ProbeTechnique.Syn) flow.Marks |= FlowMarks.BareSyn;
    }

    private void NoteConversation(ref Flow flow, long now)
    {
        const FlowMarks both = FlowMarks.InitiatorSentData | FlowMarks.ResponderSentData;
        if ((flow.Marks & (both | FlowMarks.ConversationNoted)) != both || flow.State is not (FlowState.Established or FlowState.Adopted)) return;
        flow.Marks |= FlowMarks.ConversationNoted;
        scans.Conversed(in flow, now);
    }

    private static bool IsOver(ref readonly Flow flow) =>
        flow.State is FlowState.Refused or FlowState.Ignored or FlowState.Closed or FlowState.OneWay or FlowState.Adopted;
}
