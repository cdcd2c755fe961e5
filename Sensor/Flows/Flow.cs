using System.Runtime.InteropServices;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Decode;

namespace Tegument.Sensor.Flows;

/// <summary>One conversation's facts, in a slot of the <see cref="FlowTable"/>. Times are nanoseconds of the sensor's clock.</summary>
/// <remarks>What every packet meets comes first: a flow is two cache lines, and most packets need the first one only.</remarks>
[StructLayout(LayoutKind.Sequential, Size = 128)]
public struct Flow
{
    public IpKey Low;
    public IpKey High;
    public ushort LowPort;
    public ushort HighPort;
    public byte Protocol;
    public FlowState State;
    public ProbeTechnique Technique;
    public FlowMarks Marks;

    public long Started;
    public long LastSeen;
    public uint InitiatorPackets;

    /// <summary>Next slot in the same wheel bucket, or in the free list; -1 ends it.</summary>
    internal int WheelNext;

    public uint ResponderPackets;

    /// <summary>Payload bytes of each side, retransmissions included; saturating.</summary>
    public uint InitiatorBytes;
    public uint ResponderBytes;

    /// <summary>The login or HTTP conversation that a detector follows here: its number there, 0 for none.</summary>
    public int Talk;

    /// <summary>Whose payload a detector wants to see.</summary>
    public FlowWatch Watch;

    /// <summary>Who has closed so far, and how.</summary>
    public FlowEnd End;

    /// <summary>When the handshake was finished; 0 before.</summary>
    public long Established;

    /// <summary>The acknowledgement that proves the initiator saw our SYN-ACK (its sequence number plus one).</summary>
    public uint ExpectedAck;
    /// <summary>The initiator's first sequence number: a SYN that bears it again within a millisecond is the same packet seen twice.</summary>
    public uint InitialSequence;

    public readonly bool InitiatorIsLow => (Marks & FlowMarks.InitiatorIsLow) != 0;
    public readonly IpKey Initiator => InitiatorIsLow ? Low : High;
    public readonly IpKey Responder => InitiatorIsLow ? High : Low;
    public readonly ushort InitiatorPort => InitiatorIsLow ? LowPort : HighPort;
    public readonly ushort ResponderPort => InitiatorIsLow ? HighPort : LowPort;

    public readonly bool Has(FlowMarks mark) => (Marks & mark) == mark;

    /// <summary>A pending probe's clock runs from its first packet (retransmissions do not put the verdict off); any other state's from its last.</summary>
    public readonly long Due => (State == FlowState.Pending ? Started : LastSeen) + (IsOneExchange ? FlowTimeouts.Settled : FlowTimeouts.For(State, Protocol));

    /// <summary>A question and its answer, and nothing more: over, for all that anybody knows. A busy resolver has thousands a second.</summary>
    private readonly bool IsOneExchange => Protocol != IpProtocol.Tcp && State == FlowState.Established && InitiatorPackets + ResponderPackets <= 2;
}
