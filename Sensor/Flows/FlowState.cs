namespace Tegument.Sensor.Flows;

/// <summary>Where a conversation stands. Pending states wait for the other side's answer and settle within <see cref="FlowTimeouts.Answer"/>.</summary>
public enum FlowState : byte
{
    /// <summary>Slot not in use.</summary>
    Free = 0,

    /// <summary>A probe (SYN, stealth segment, first datagram, echo or ARP request) that nobody answered yet.</summary>
    Pending,

    /// <summary>Our SYN-ACK went out; the last step of the handshake is missing.</summary>
    HalfOpen,

    /// <summary>Handshake finished, or datagrams went both ways.</summary>
    Established,

    /// <summary>Met in the middle and taken for living: our side answered it, or sent first.</summary>
    Adopted,

    /// <summary>Answered by RST or an ICMP refusal.</summary>
    Refused,

    /// <summary>Not answered within the time.</summary>
    Ignored,

    /// <summary>Closed by FIN or RST after an answer, or a probe that is counted and needs no answer.</summary>
    Closed,

    /// <summary>One-way traffic that is nobody's probe: replies to questions we did not see, multicast, data from mid-stream.</summary>
    OneWay,
}
