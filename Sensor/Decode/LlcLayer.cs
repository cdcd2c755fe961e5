using System.Buffers.Binary;

namespace Tegument.Sensor.Decode;

/// <summary>IEEE 802.2 LLC under an 802.3 length; IP inside is found through SNAP (RFC 1042) or the bare IP service access point.</summary>
internal static class LlcLayer
{
    private const int LlcLength = 3;
    private const int SnapLength = 8;
    private const ushort SnapAccessPoints = 0xAAAA;
    private const ushort IpAccessPoints = 0x0606;
    private const byte UnnumberedInformation = 0x03;

    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, int tags, ref PacketView packet)
    {
        if (bytes.Length < LlcLength) return Cut.Or(DecodeStatus.LinkTruncated, bytes.Length, cut, LlcLength);
        if (bytes[2] != UnnumberedInformation) return DecodeStatus.NotIp;

        var accessPoints = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (accessPoints == IpAccessPoints) return Ipv4Layer.Decode(bytes[LlcLength..], cut, ref packet);
        if (accessPoints != SnapAccessPoints) return DecodeStatus.NotIp;
        if (bytes.Length < SnapLength) return Cut.Or(DecodeStatus.LinkTruncated, bytes.Length, cut, SnapLength);

        // Organisation code 0: the last two bytes are an EtherType. A length there would be LLC in LLC: not a thing.
        var organisation = BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]) & 0x00FF_FFFF;
        var type = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        return organisation == 0 && type > EtherType.LargestLength
            ? EthernetLayer.DecodeType(type, bytes[SnapLength..], cut, tags, ref packet)
            : DecodeStatus.NotIp;
    }
}
