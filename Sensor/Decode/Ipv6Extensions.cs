using System.Buffers.Binary;

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
        for (var count = 0; IsExtension(packet.Protocol); count++)
        {
            if (count == MaxHeaders) return DecodeStatus.Ipv6TooManyExtensions;
            if (bytes.Length < MinLength) return Cut.Or(DecodeStatus.Ipv6ExtensionTruncated, bytes.Length, cut, MinLength);
            var length = LengthOf(packet.Protocol, bytes[1]);
            if (bytes.Length < length) return Cut.Or(DecodeStatus.Ipv6ExtensionTruncated, bytes.Length, cut, length);

            var isFragment = packet.Protocol == IpProtocol.Fragment;
            var fragment = isFragment ? BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) : 0;
            packet.Protocol = bytes[0];
            bytes = bytes[length..];
            if (isFragment && ReadFragment(fragment, bytes, cut, ref packet) is var status && status != DecodeStatus.Ok) return status;
            if (packet.IsLaterFragment) return DecodeStatus.Ok;
        }

        return TransportLayer.Decode(bytes, cut, ref packet);
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

    private static DecodeStatus ReadFragment(int field, ReadOnlySpan<byte> rest, int cut, ref PacketView packet)
    {
        // An atomic fragment (RFC 6946: offset 0, none to follow) is a whole datagram.
        var offset = field & 0xFFF8;
        if (offset == 0 && (field & 1) == 0) return DecodeStatus.Ok;
        packet.IsFragment = true;
        if (offset + rest.Length + cut > LargestPayload) return DecodeStatus.Ipv6FragmentBeyondEnd;
        if (offset == 0) return DecodeStatus.Ok;
        packet.IsLaterFragment = true;
        packet.Payload = rest;
        packet.PayloadLength = rest.Length + cut;
        return DecodeStatus.Ok;
    }
}
