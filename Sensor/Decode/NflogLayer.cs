using System.Buffers.Binary;

namespace Tegument.Sensor.Decode;

/// <summary>
/// What Linux's packet filter logged (LINKTYPE_NFLOG): a header with the address family, then attributes of which one is the packet. Their
/// lengths are in the byte order of whoever captured; the order shows by itself.
/// </summary>
internal static class NflogLayer
{
    private const int HeaderLength = 4;
    private const int AttributeHeader = 4;
    private const int Payload = 9;
    private const byte FamilyIPv4 = 2;
    private const byte FamilyIPv6 = 10;

    // Attribute types end at 21; the walk is bounded by them, not by the bytes.
    private const int MaxAttributes = 32;

    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < HeaderLength) return Cut.Or(DecodeStatus.LinkTruncated, bytes.Length, cut, HeaderLength);
        var family = bytes[0];
        if (family is not (FamilyIPv4 or FamilyIPv6) || bytes[1] != 0) return DecodeStatus.NotIp;
        bytes = bytes[HeaderLength..];
        for (var i = 0; i < MaxAttributes; i++)
        {
            if (bytes.Length < AttributeHeader) return bytes.IsEmpty && cut == 0 ? DecodeStatus.NotIp : Cut.Or(DecodeStatus.LinkTruncated, bytes.Length, cut, AttributeHeader);
            var (length, type) = ((int)BinaryPrimitives.ReadUInt16LittleEndian(bytes), (int)BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]));
            if (type > byte.MaxValue) (length, type) = ((ushort)(length >> 8 | length << 8), type >> 8);
            if (length < AttributeHeader || length > bytes.Length + cut) return DecodeStatus.LinkTruncated;
            var captured = Math.Min(length, bytes.Length);
            if (type == Payload) return Body(family, bytes[AttributeHeader..captured], length - captured, ref packet);
            // Attributes begin at multiples of four.
            bytes = bytes[Math.Min(bytes.Length, (length + 3) & ~3)..];
        }

        return DecodeStatus.NotIp;
    }

    private static DecodeStatus Body(byte family, ReadOnlySpan<byte> body, int cut, ref PacketView packet) =>
        family == FamilyIPv4 ? Ipv4Layer.Decode(body, cut, ref packet) : Ipv6Layer.Decode(body, cut, ref packet);
}
