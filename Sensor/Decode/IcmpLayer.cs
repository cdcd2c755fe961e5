using System.Buffers.Binary;

namespace Tegument.Sensor.Decode;

/// <summary>ICMP (RFC 792): every message has at least eight bytes, and an error quotes the packet it is about.</summary>
internal static class IcmpLayer
{
    private const int HeaderLength = 8;
    private const byte EchoReply = 0;
    private const byte Unreachable = 3;
    private const byte SourceQuench = 4;
    private const byte Redirect = 5;
    private const byte Echo = 8;
    private const byte TimeExceeded = 11;
    private const byte ParameterProblem = 12;

    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < HeaderLength) return Cut.Or(DecodeStatus.IcmpTruncated, bytes.Length, cut, HeaderLength);
        packet.IcmpType = bytes[0];
        packet.IcmpCode = bytes[1];
        packet.Payload = bytes[HeaderLength..];
        packet.PayloadLength = bytes.Length + cut - HeaderLength;
        switch (packet.IcmpType)
        {
            case Echo or EchoReply:
                packet.IcmpEcho = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
                break;
            case Unreachable or SourceQuench or Redirect or TimeExceeded or ParameterProblem:
                QuotedPacket.ReadIPv4(packet.Payload, ref packet);
                break;
        }

        return DecodeStatus.Ok;
    }
}
