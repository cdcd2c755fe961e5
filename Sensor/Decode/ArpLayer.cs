using System.Buffers.Binary;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Decode;

/// <summary>ARP for IPv4 over 48-bit hardware addresses (RFC 826).</summary>
internal static class ArpLayer
{
    private const int FixedLength = 8;
    private const int Length = 28;

    // Protocol type 0x0800, hardware address 6 bytes, protocol address 4 bytes.
    private const uint Ipv4OverMac = 0x0800_0604;

    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < FixedLength) return Cut.Or(DecodeStatus.ArpTruncated, bytes.Length, cut, FixedLength);
        packet.Network = NetworkKind.Arp;
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]) != Ipv4OverMac) return DecodeStatus.ArpUnsupported;
        if (bytes.Length < Length) return Cut.Or(DecodeStatus.ArpTruncated, bytes.Length, cut, Length);

        packet.ArpOperation = (byte)Math.Min(byte.MaxValue, BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]));
        packet.SourceMac = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) >> 16;
        packet.Source = IpKey.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[14..]));
        packet.Destination = IpKey.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[24..]));
        return DecodeStatus.Ok;
    }
}
