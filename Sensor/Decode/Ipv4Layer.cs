using System.Buffers.Binary;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Decode.Fragments;

namespace Tegument.Sensor.Decode;

/// <summary>IPv4 (RFC 791).</summary>
internal static class Ipv4Layer
{
    public const int MinHeaderLength = 20;
    private const int LargestDatagram = 65535;
    private const int MoreFragments = 0x2000;
    private const int OffsetMask = 0x1FFF;

    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < MinHeaderLength) return Cut.Or(DecodeStatus.Ipv4Truncated, bytes.Length, cut, MinHeaderLength);
        var first = bytes[0];
        if (first >> 4 != 4) return DecodeStatus.Ipv4BadVersion;
        packet.Network = NetworkKind.IPv4;
        packet.TimeToLive = bytes[8];
        packet.Protocol = bytes[9];
        packet.Source = IpKey.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]));
        packet.Destination = IpKey.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]));

        var header = (first & 0x0F) * 4;
        if (header < MinHeaderLength) return DecodeStatus.Ipv4BadHeaderLength;
        var onWire = bytes.Length + cut;
        int total = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        // The kernel leaves the total length of an offloaded super-segment unfinished: all that is there belongs to it.
        if (total == 0) total = onWire;
        if (header > total) return DecodeStatus.Ipv4BadHeaderLength;
        if (total > onWire) return DecodeStatus.Ipv4BadTotalLength;
        if (header > bytes.Length) return DecodeStatus.SnapTruncated;
        if (header > MinHeaderLength && !OptionsAreValid(bytes[MinHeaderLength..header])) return DecodeStatus.Ipv4OptionsInvalid;

        var captured = Math.Min(total, bytes.Length);
        var body = bytes[header..captured];
        var fragment = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & (MoreFragments | OffsetMask);
        if (fragment == 0) return TransportLayer.Decode(body, total - captured, ref packet);
        return DecodeFragment(fragment, BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]), header, body, total - captured, ref packet);
    }

    private static DecodeStatus DecodeFragment(int fragment, uint id, int header, ReadOnlySpan<byte> body, int cut, ref PacketView packet)
    {
        var (offset, more) = ((fragment & OffsetMask) * 8, (fragment & MoreFragments) != 0);
        if (header + offset + body.Length + cut > LargestDatagram)
        {
            packet.IsFragment = true;
            return DecodeStatus.Ipv4FragmentBeyondEnd;
        }

        var status = FragmentLayer.Read(id, offset, more, body, cut, ref packet);
        if (packet.IsLaterFragment) return status;
        var transport = TransportLayer.Decode(body, cut, ref packet);
        return status != DecodeStatus.Ok ? status : transport;
    }

    private static bool OptionsAreValid(ReadOnlySpan<byte> options)
    {
        const byte end = 0, padding = 1;
        while (!options.IsEmpty)
        {
            var kind = options[0];
            if (kind == end) return true;
            var length = 1;
            if (kind != padding)
            {
                if (options.Length < 2) return false;
                length = options[1];
                if (length < 2 || length > options.Length) return false;
            }

            options = options[length..];
        }

        return true;
    }
}
