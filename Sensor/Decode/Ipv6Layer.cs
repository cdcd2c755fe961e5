using System.Buffers.Binary;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Decode;

/// <summary>IPv6 (RFC 8200): the fixed header; what follows is walked by <see cref="Ipv6Extensions"/>.</summary>
internal static class Ipv6Layer
{
    public const int HeaderLength = 40;

    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < HeaderLength) return Cut.Or(DecodeStatus.Ipv6Truncated, bytes.Length, cut, HeaderLength);
        if (bytes[0] >> 4 != 6) return DecodeStatus.Ipv6BadVersion;
        packet.Network = NetworkKind.IPv6;
        packet.Protocol = bytes[6];
        packet.TimeToLive = bytes[7];
        packet.Source = IpKey.FromIPv6(bytes[8..]);
        packet.Destination = IpKey.FromIPv6(bytes[24..]);

        var onWire = bytes.Length + cut - HeaderLength;
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        // Zero means a jumbogram (RFC 2675) or an offloaded super-segment: all that is there belongs to it.
        if (length == 0 && packet.Protocol != IpProtocol.NoNextHeader) length = onWire;
        if (length > onWire) return DecodeStatus.Ipv6BadPayloadLength;

        var captured = Math.Min(length, bytes.Length - HeaderLength);
        var body = bytes.Slice(HeaderLength, captured);
        return packet.Protocol is IpProtocol.Tcp or IpProtocol.Udp
            ? TransportLayer.Decode(body, length - captured, ref packet)
            : Ipv6Extensions.Decode(body, length - captured, ref packet);
    }
}
