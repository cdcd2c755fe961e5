namespace Tegument.Sensor.Capture;

/// <summary>
/// One captured frame, borrowed: the bytes belong to the source and are valid until its next read. Never store a frame.
/// </summary>
public readonly ref struct Frame
{
    /// <summary>What was captured; may be shorter than <see cref="WireLength"/>.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public required long Timestamp { get; init; }

    /// <summary>Length on the wire in bytes; at least the captured length.</summary>
    public required int WireLength { get; init; }

    public required LinkType Link { get; init; }

    /// <summary>The kernel marked the frame as sent by this host (PACKET_OUTGOING). Always false in a file.</summary>
    public bool Outgoing { get; init; }

    /// <summary>A VLAN tag that the kernel took out of the bytes (TP_STATUS_VLAN_VALID); 0 when none.</summary>
    public ushort VlanTag { get; init; }
}
