using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native;

// Structures that we share with the kernel (linux/if_packet.h, net/if.h, poll.h, time.h); sizes and offsets are pinned by tests.

/// <summary>struct tpacket_req3: the ring that we ask for.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RingRequest
{
    public uint BlockSize;
    public uint BlockCount;
    public uint FrameSize;
    public uint FrameCount;

    /// <summary>Milliseconds after which the kernel hands over a block that is not full.</summary>
    public uint RetireMs;
    public uint PrivateSize;
    public uint Features;
}

/// <summary>struct tpacket_block_desc with struct tpacket_hdr_v1: the start of a block.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BlockHeader
{
    public const uint OwnedByKernel = 0;
    public const uint OwnedByUser = 1;
    public uint Version;
    public uint OffsetToPrivate;

    /// <summary>The one field that both sides write: load with acquire, store with release.</summary>
    public uint Status;
    public uint PacketCount;
    public uint OffsetToFirst;
    public uint Length;
    public ulong Sequence;
    public uint FirstSeconds;
    public uint FirstNanoseconds;
    public uint LastSeconds;
    public uint LastNanoseconds;
}

/// <summary>struct tpacket3_hdr: the start of a packet in a block; a <see cref="SockAddrLinkLayer"/> follows.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PacketHeader
{
    public const uint VlanValid = 1 << 4;

    /// <summary>Bytes of this structure and the address behind it.</summary>
    public const uint WithAddress = 48 + 20;
    public uint NextOffset;
    public uint Seconds;
    public uint Nanoseconds;
    public uint SnapLength;
    public uint Length;
    public uint Status;

    /// <summary>Offset from this header to the link header.</summary>
    public ushort Mac;
    public ushort Network;
    public uint ReceiveHash;
    public uint VlanTag;
    public ushort VlanType;
    public ushort Padding;
    public ulong MorePadding;
}

/// <summary>struct sockaddr_ll.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SockAddrLinkLayer
{
    public ushort Family;

    /// <summary>Network order.</summary>
    public ushort Protocol;
    public int InterfaceIndex;
    public ushort HardwareType;
    public byte PacketType;
    public byte AddressLength;
    public ulong Address;
}

/// <summary>struct tpacket_stats_v3: since the last reading.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RingCounters
{
    public uint Packets;
    public uint Drops;
    public uint Freezes;
}

/// <summary>struct packet_mreq.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PacketMembership
{
    public int InterfaceIndex;
    public ushort Type;
    public ushort AddressLength;
    public ulong Address;
}

/// <summary>struct ifreq with the first two fields of its union.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal unsafe struct InterfaceRequest
{
    public const int NameLength = 16;

    [FieldOffset(0)] public fixed byte Name[NameLength];
    [FieldOffset(16)] public int Index;
    [FieldOffset(16)] public short Flags;
    [FieldOffset(16)] public ushort HardwareType;
}

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public int File;
    public short Events;
    public short Returned;
}

/// <summary>struct timespec on 64-bit systems.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    public long Seconds;
    public long Nanoseconds;
}
