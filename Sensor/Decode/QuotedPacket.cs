using System.Buffers.Binary;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Decode;

/// <summary>
/// The packet that an ICMP error is about, as far as the error quotes it (RFC 792: the header and eight bytes more). Lengths inside are
/// not judged: quotes are cut by design.
/// </summary>
internal static class QuotedPacket
{
    private const int PortsLength = 4;

    public static void ReadIPv4(ReadOnlySpan<byte> bytes, ref PacketView packet)
    {
        if (bytes.Length < Ipv4Layer.MinHeaderLength || bytes[0] >> 4 != 4) return;
        packet.HasQuote = true;
        packet.QuotedProtocol = bytes[9];
        packet.QuotedSource = IpKey.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]));
        packet.QuotedDestination = IpKey.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]));

        var header = (bytes[0] & 0x0F) * 4;
        var isLaterFragment = (BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x1FFF) != 0;
        if (header >= Ipv4Layer.MinHeaderLength && header <= bytes.Length && !isLaterFragment) ReadPorts(bytes[header..], ref packet);
    }

    public static void ReadIPv6(ReadOnlySpan<byte> bytes, ref PacketView packet)
    {
        if (bytes.Length < Ipv6Layer.HeaderLength || bytes[0] >> 4 != 6) return;
        packet.HasQuote = true;
        packet.QuotedProtocol = bytes[6];
        packet.QuotedSource = IpKey.FromIPv6(bytes[8..]);
        packet.QuotedDestination = IpKey.FromIPv6(bytes[24..]);

        var rest = bytes[Ipv6Layer.HeaderLength..];
        for (var count = 0; Ipv6Extensions.IsExtension(packet.QuotedProtocol); count++)
        {
            if (count == Ipv6Extensions.MaxHeaders || rest.Length < 8) return;
            var length = Ipv6Extensions.LengthOf(packet.QuotedProtocol, rest[1]);
            if (rest.Length < length) return;
            var isLaterFragment = packet.QuotedProtocol == IpProtocol.Fragment && (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) & 0xFFF8) != 0;
            packet.QuotedProtocol = rest[0];
            if (isLaterFragment) return;
            rest = rest[length..];
        }

        ReadPorts(rest, ref packet);
    }

    private static void ReadPorts(ReadOnlySpan<byte> bytes, ref PacketView packet)
    {
        if (bytes.Length < PortsLength || packet.QuotedProtocol is not (IpProtocol.Tcp or IpProtocol.Udp)) return;
        packet.QuotedSourcePort = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        packet.QuotedDestinationPort = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
    }
}
