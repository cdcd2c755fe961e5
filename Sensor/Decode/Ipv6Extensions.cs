using System.Buffers.Binary;
using Tegument.Sensor.Decode.Fragments;

namespace Tegument.Sensor.Decode;

/// <summary>
/// The chain of IPv6 extension headers (RFC 8200 §4), at most <see cref="MaxHeaders"/> of them. <see cref="PacketView.Protocol"/> holds
/// the next header's number on entry and the first one that is no extension on return.
/// </summary>
internal static class Ipv6Extensions
{
    public const int MaxHeaders = 8;
    private const int MinLength = 8;
    private const int LargestPayload = 65535;

    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        var fault = DecodeStatus.Ok;
        for (var count = 0; IsExtension(packet.Protocol); count++)
        {
            if (count == MaxHeaders) return DecodeStatus.Ipv6TooManyExtensions;
            if (bytes.Length < MinLength) return Cut.Or(Truncated(in packet), bytes.Length, cut, MinLength);
            var length = LengthOf(packet.Protocol, bytes[1]);
            if (bytes.Length < length) return Cut.Or(Truncated(in packet), bytes.Length, cut, length);

            var isFragment = packet.Protocol == IpProtocol.Fragment;
            // Fragments of fragments: the outer ones come first, what is in them is seen when they are whole.
            if (isFragment && packet.IsFragment) return fault == DecodeStatus.Ok ? TransportLayer.AsPayload(bytes, cut, ref packet) : fault;
            var fragment = isFragment ? BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) : 0;
            var id = isFragment ? BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) : 0;
            packet.Protocol = bytes[0];
            bytes = bytes[length..];
            if (isFragment) fault = ReadFragment(fragment, id, bytes, cut, ref packet);
            if (packet.IsLaterFragment || fault == DecodeStatus.Ipv6FragmentBeyondEnd) return fault;
        }

        var transport = TransportLayer.Decode(bytes, cut, ref packet);
        return fault != DecodeStatus.Ok ? fault : transport;
    }

    public static bool IsExtension(byte protocol) => protocol is IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.Fragment
        or IpProtocol.Authentication or IpProtocol.DestinationOptions;

    /// <summary>Bytes of an extension header by its length field: 8-byte units but for AH, which counts 4-byte units (RFC 4302).</summary>
    public static int LengthOf(byte protocol, byte field) => protocol switch
    {
        IpProtocol.Fragment => 8,
        IpProtocol.Authentication => Math.Max(MinLength, (field + 2) * 4),
        _ => (field + 1) * 8,
    };

    // All headers must be in the first fragment (RFC 7112).
    private static DecodeStatus Truncated(ref readonly PacketView packet) =>
        packet.IsFragment ? DecodeStatus.FragmentTiny : DecodeStatus.Ipv6ExtensionTruncated;

    private static DecodeStatus ReadFragment(int field, uint id, ReadOnlySpan<byte> rest, int cut, ref PacketView packet)
    {
        // An atomic fragment (RFC 6946: offset 0, none to follow) is a whole datagram.
        var (offset, more) = (field & 0xFFF8, (field & 1) != 0);
        if (offset == 0 && !more) return DecodeStatus.Ok;
        if (offset + rest.Length + cut <= LargestPayload) return FragmentLayer.Read(id, offset, more, rest, cut, ref packet);
        packet.IsFragment = true;
        return DecodeStatus.Ipv6FragmentBeyondEnd;
    }
}
