using System.Buffers.Binary;

namespace Tegument.Sensor.Decode;

/// <summary>IEEE 802.1Q tags, stacked (802.1ad and the older 0x9100) up to <see cref="MaxTags"/> deep.</summary>
internal static class VlanLayer
{
    public const int MaxTags = 3;
    public const ushort IdMask = 0x0FFF;
    private const int TagLength = 4;

    /// <summary>Decodes from the tag control information on; <paramref name="tags"/> have been passed already.</summary>
    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, int tags, ref PacketView packet)
    {
        if (tags >= MaxTags) return DecodeStatus.VlanTooDeep;
        if (bytes.Length < TagLength) return Cut.Or(DecodeStatus.VlanTruncated, bytes.Length, cut, TagLength);
        if (tags == 0 && packet.Encapsulations == 0) packet.Vlan = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(bytes) & IdMask);
        return EthernetLayer.DecodeType(BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), bytes[TagLength..], cut, tags + 1, ref packet);
    }
}
