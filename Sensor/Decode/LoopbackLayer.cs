using System.Buffers.Binary;

namespace Tegument.Sensor.Decode;

/// <summary>
/// BSD loopback: a four-byte address family before the IP packet, in the byte order of whoever captured (LINKTYPE_NULL) or in network
/// order (LINKTYPE_LOOP). Families are below 256, so the order shows by itself.
/// </summary>
internal static class LoopbackLayer
{
    private const int HeaderLength = 4;
    private const uint FamilyIPv4 = 2;

    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < HeaderLength) return Cut.Or(DecodeStatus.LinkTruncated, bytes.Length, cut, HeaderLength);
        var family = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (family > ushort.MaxValue) family = BinaryPrimitives.ReverseEndianness(family);
        var body = bytes[HeaderLength..];
        return family switch
        {
            FamilyIPv4 => Ipv4Layer.Decode(body, cut, ref packet),
            // AF_INET6 of Windows, NetBSD and OpenBSD, FreeBSD, macOS.
            23 or 24 or 28 or 30 => Ipv6Layer.Decode(body, cut, ref packet),
            _ => DecodeStatus.NotIp,
        };
    }
}
