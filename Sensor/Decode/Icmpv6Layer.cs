using System.Buffers.Binary;

namespace Tegument.Sensor.Decode;

/// <summary>ICMPv6 (RFC 4443): four bytes at least; error and echo messages have eight before their body.</summary>
internal static class Icmpv6Layer
{
    private const int MinLength = 4;
    private const int BodyOffset = 8;
    private const byte LastError = 4;
    private const byte EchoRequest = 128;
    private const byte EchoReply = 129;

    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < MinLength) return Cut.Or(DecodeStatus.Icmpv6Truncated, bytes.Length, cut, MinLength);
        packet.IcmpType = bytes[0];
        packet.IcmpCode = bytes[1];
        var isError = packet.IcmpType is >= 1 and <= LastError;
        var header = isError || packet.IcmpType is EchoRequest or EchoReply ? BodyOffset : MinLength;
        if (bytes.Length < header) return Cut.Or(DecodeStatus.Icmpv6Truncated, bytes.Length, cut, header);

        packet.Payload = bytes[header..];
        packet.PayloadLength = bytes.Length + cut - header;
        if (isError) QuotedPacket.ReadIPv6(packet.Payload, ref packet);
        else if (header == BodyOffset) packet.IcmpEcho = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        return DecodeStatus.Ok;
    }
}
