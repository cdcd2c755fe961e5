using System.Buffers.Binary;
using Tegument.Sensor.Decode.Tunnels;

namespace Tegument.Sensor.Decode;

/// <summary>Ethernet II and IEEE 802.3 framing.</summary>
internal static class EthernetLayer
{
    private const int HeaderLength = 14;

    /// <summary>Decodes from the destination address on; <paramref name="strippedTag"/> is the VLAN tag that the kernel took out.</summary>
    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ushort strippedTag, ref PacketView packet)
    {
        if (bytes.Length < HeaderLength) return Cut.Or(DecodeStatus.LinkTruncated, bytes.Length, cut, HeaderLength);
        packet.LinkGroup = (bytes[0] & 1) != 0;
        // Six bytes starting at offset 6, read as the low part of the eight at offset 4.
        packet.SourceMac = BinaryPrimitives.ReadUInt64BigEndian(bytes[4..]) & 0xFFFF_FFFF_FFFF;
        var type = BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]);
        if (strippedTag == 0) return DecodeType(type, bytes[HeaderLength..], cut, tags: 0, ref packet);

        packet.Vlan = (ushort)(strippedTag & VlanLayer.IdMask);
        return DecodeType(type, bytes[HeaderLength..], cut, tags: 1, ref packet);
    }

    /// <summary>Goes on by EtherType; shared by every link layer that carries one.</summary>
    public static DecodeStatus DecodeType(ushort type, ReadOnlySpan<byte> body, int cut, int tags, ref PacketView packet)
    {
        if (type == EtherType.IPv4) return Ipv4Layer.Decode(body, cut, ref packet);
        return type switch
        {
            EtherType.IPv6 => Ipv6Layer.Decode(body, cut, ref packet),
            EtherType.Arp => ArpLayer.Decode(body, cut, ref packet),
            EtherType.Vlan or EtherType.ServiceVlan or EtherType.OldQinQ => VlanLayer.Decode(body, cut, tags, ref packet),
            EtherType.Mpls or EtherType.MplsMulticast => MplsLayer.Decode(body, cut, overIp: false, ref packet),
            EtherType.PppoeSession => PppoeLayer.Decode(body, cut, ref packet),
            <= EtherType.LargestLength => LlcLayer.Decode(body, cut, tags, ref packet),
            _ => DecodeStatus.NotIp,
        };
    }
}
