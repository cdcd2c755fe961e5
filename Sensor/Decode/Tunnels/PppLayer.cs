using System.Buffers.Binary;

namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>PPP (RFC 1661) in HDLC-like framing (RFC 1662) or within another protocol: only its protocol field matters here.</summary>
internal static class PppLayer
{
    private const ushort AddressAndControl = 0xFF03;
    private const ushort IPv4 = 0x0021;
    private const ushort IPv6 = 0x0057;
    private const ushort Mpls = 0x0281;

    // Cisco's HDLC has the same place for an EtherType, behind its own address byte.
    private const byte CiscoUnicast = 0x0F;
    private const byte CiscoMulticast = 0x8F;
    private const int CiscoLength = 4;

    /// <summary>A whole frame of a PPP or Cisco HDLC link.</summary>
    public static DecodeStatus DecodeLink(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length >= CiscoLength && bytes[0] is CiscoUnicast or CiscoMulticast)
        {
            var named = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            return named > EtherType.LargestLength ? EthernetLayer.DecodeType(named, bytes[CiscoLength..], cut, tags: 0, ref packet) : DecodeStatus.NotIp;
        }

        var status = ReadProtocol(bytes, cut, out var type, out var header);
        return status == DecodeStatus.Ok ? EthernetLayer.DecodeType(type, bytes[header..], cut, tags: 0, ref packet) : status;
    }

    /// <summary>Reads the protocol, compressed or not, as the EtherType of the same network layer; NotIp for any other.</summary>
    public static DecodeStatus ReadProtocol(ReadOnlySpan<byte> bytes, int cut, out ushort type, out int header)
    {
        (type, header) = (0, 0);
        if (bytes.Length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(bytes) == AddressAndControl) header = 2;
        // The last byte of a protocol number is odd: an odd first byte is the whole number (RFC 1661 §6.5).
        if (bytes.Length <= header) return Cut.Or(DecodeStatus.PppTruncated, bytes.Length, cut, header + 1);
        int protocol = bytes[header++];
        if ((protocol & 1) == 0)
        {
            if (bytes.Length <= header) return Cut.Or(DecodeStatus.PppTruncated, bytes.Length, cut, header + 1);
            protocol = protocol << 8 | bytes[header++];
        }

        type = protocol switch { IPv4 => EtherType.IPv4, IPv6 => EtherType.IPv6, Mpls => EtherType.Mpls, _ => 0 };
        return type == 0 ? DecodeStatus.NotIp : DecodeStatus.Ok;
    }
}
