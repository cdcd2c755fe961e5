using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Detect;

/// <summary>What the detectors remember of one source address. A slot of the <see cref="SourceTable"/>.</summary>
public struct SourceRecord
{
    public IpKey Address;
    public long LastSeen;

    /// <summary>Data went both ways over TCP from this time on, last at <see cref="ConversationLast"/>; 0 when never.</summary>
    public long ConversationBegan;
    public long ConversationLast;

    /// <summary>What its finished handshakes without a byte say of it.</summary>
    public EmptyHandshakes Empty;

    /// <summary>It finished such a handshake after a raw packet's bare SYN: its bare SYNs are a connect scan's.</summary>
    public bool BareStack;

    /// <summary>It finished a handshake (kept in replay only).</summary>
    public bool Handshaked;

    /// <summary>Its probes by technique; null when fewer than two failed.</summary>
    public Fan? Fans;

    /// <summary>The only failed probe so far, kept here so that a flood of one-packet sources allocates nothing.</summary>
    public LoneProbe Lone;

    internal int FreeNext;
    internal bool InUse;
}
