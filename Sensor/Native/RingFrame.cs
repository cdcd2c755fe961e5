namespace Tegument.Sensor.Native;

/// <summary>One frame in the ring, borrowed: valid until the ring's next read.</summary>
public readonly ref struct RingFrame
{
    /// <summary>struct sockaddr_ll's packet type of what this host sent.</summary>
    public const byte OutgoingType = 4;

    /// <summary>struct sockaddr_ll's packet type of what is addressed to another host.</summary>
    public const byte OtherHostType = 3;

    public required ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public required long Timestamp { get; init; }
    public required int WireLength { get; init; }

    /// <summary>The VLAN tag that the kernel took out of the bytes, or 0.</summary>
    public required ushort VlanTag { get; init; }

    /// <summary>ARPHRD_ number of the interface that the frame passed (linux/if_arp.h).</summary>
    public required ushort HardwareType { get; init; }

    /// <summary>PACKET_ number: 0 to us, 1 broadcast, 2 multicast, 3 to another host, 4 sent by us.</summary>
    public required byte PacketType { get; init; }
}
