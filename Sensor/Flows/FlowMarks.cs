namespace Tegument.Sensor.Flows;

/// <summary>What a flow has shown so far.</summary>
[Flags]
public enum FlowMarks : byte
{
    None = 0,

    /// <summary>The key's low endpoint began.</summary>
    InitiatorIsLow = 1,
    InitiatorSentData = 2,
    ResponderSentData = 4,

    /// <summary>The initiator acknowledged the sequence number that only the responder's SYN-ACK carried.</summary>
    Verified = 8,

    /// <summary>This host began it (live): never evidence.</summary>
    OwnInitiator = 16,

    /// <summary>The conversation was told to the source table once.</summary>
    ConversationNoted = 32,

    /// <summary>The SYN was a raw packet's: no option beyond MSS.</summary>
    BareSyn = 64,
}
