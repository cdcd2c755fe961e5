using System.Buffers.Binary;

namespace Tegument.Sensor.Decode;

/// <summary>Linux cooked captures ("any" device), LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2.</summary>
internal static class LinuxCookedLayer
{
    private const int V1Length = 16;
    private const int V2Length = 20;
    private const int MacLength = 6;

    // Packet types (linux/if_packet.h).
    private const byte Broadcast = 1;
    private const byte Multicast = 2;

    // Not EtherTypes: Linux's own numbers in the same field (linux/if_ether.h).
    private const ushort Llc802 = 0x0004;

    // Hardware types (linux/if_arp.h) whose protocol field is no EtherType.
    private const ushort HardwareNetlink = 824;
    private const ushort HardwareRadiotap = 803;

    /// <summary>Packet type, hardware type, address length, address (8), protocol: two bytes each but the address.</summary>
    public static DecodeStatus DecodeV1(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < V1Length) return Cut.Or(DecodeStatus.LinkTruncated, bytes.Length, cut, V1Length);
        if (BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) == MacLength) packet.SourceMac = Mac(bytes[6..]);
        packet.LinkGroup = BinaryPrimitives.ReadUInt16BigEndian(bytes) is Broadcast or Multicast;
        var hardware = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return Body(hardware, BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]), bytes[V1Length..], cut, ref packet);
    }

    /// <summary>Protocol (2), reserved (2), interface (4), hardware type (2), packet type (1), address length (1), address (8).</summary>
    public static DecodeStatus DecodeV2(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < V2Length) return Cut.Or(DecodeStatus.LinkTruncated, bytes.Length, cut, V2Length);
        if (bytes[11] == MacLength) packet.SourceMac = Mac(bytes[12..]);
        packet.LinkGroup = bytes[10] is Broadcast or Multicast;
        var hardware = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]);
        return Body(hardware, BinaryPrimitives.ReadUInt16BigEndian(bytes), bytes[V2Length..], cut, ref packet);
    }

    private static DecodeStatus Body(ushort hardware, ushort protocol, ReadOnlySpan<byte> body, int cut, ref PacketView packet)
    {
        if (hardware is HardwareNetlink or HardwareRadiotap) return DecodeStatus.NotIp;
        if (protocol == Llc802) return LlcLayer.Decode(body, cut, tags: 0, ref packet);
        return protocol > EtherType.LargestLength ? EthernetLayer.DecodeType(protocol, body, cut, tags: 0, ref packet) : DecodeStatus.NotIp;
    }

    private static ulong Mac(ReadOnlySpan<byte> address) => BinaryPrimitives.ReadUInt64BigEndian(address) >> 16;
}
