using System.Buffers.Binary;

namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>
/// An MPLS label stack (RFC 3032). Nothing says what is under the last label: IP is told by its version nibble, an Ethernet pseudowire by
/// its control word (RFC 4385: nibble 0) or, without one, by a frame that makes sense where IP does not (RFC 4928 tells why that is needed:
/// hardware addresses begin with 4 and 6 as well).
/// </summary>
internal static class MplsLayer
{
    /// <summary>Labels in one stack.</summary>
    public const int MaxLabels = 16;

    private const int LabelLength = 4;
    private const int ControlWordLength = 4;
    private const byte BottomOfStack = 0x01;

    /// <param name="overIp">The stack stands in an IP or UDP packet, not on a link.</param>
    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, bool overIp, ref PacketView packet)
    {
        for (var labels = 0; ; labels++)
        {
            if (labels == MaxLabels) return DecodeStatus.MplsTooDeep;
            if (bytes.Length < LabelLength) return Cut.Or(DecodeStatus.MplsTruncated, bytes.Length, cut, LabelLength);
            var isBottom = (bytes[2] & BottomOfStack) != 0;
            bytes = bytes[LabelLength..];
            if (isBottom) break;
        }

        if (bytes.IsEmpty) return Cut.Or(DecodeStatus.MplsTruncated, 0, cut, 1);
        var nibble = bytes[0] >> 4;
        if (nibble == 0 && bytes.Length > ControlWordLength && IsFrame(bytes[ControlWordLength..])) return Enter(Tunnel.BridgedEthernet, bytes[ControlWordLength..], cut, overIp, ref packet);
        if (!IsPlausibleIp(bytes, cut) && IsFrame(bytes)) return Enter(Tunnel.BridgedEthernet, bytes, cut, overIp, ref packet);
        return nibble switch
        {
            4 => Enter(EtherType.IPv4, bytes, cut, overIp, ref packet),
            6 => Enter(EtherType.IPv6, bytes, cut, overIp, ref packet),
            // A pseudowire of something else, its control channel (nibble 1), or a payload that only the last router can name.
            _ => DecodeStatus.NotIp,
        };
    }

    private static DecodeStatus Enter(ushort type, ReadOnlySpan<byte> inner, int cut, bool overIp, ref PacketView packet) => overIp
        ? Tunnel.Enter(TunnelKinds.Mpls, type, inner, cut, ref packet)
        : Tunnel.EnterOnLink(TunnelKinds.Mpls, type, inner, cut, ref packet);

    // By the version nibble and a length that fits. What offloading left without a length is taken for IP all the same, unless it is a frame.
    private static bool IsPlausibleIp(ReadOnlySpan<byte> bytes, int cut) => (bytes[0] >> 4) switch
    {
        4 => bytes.Length >= Ipv4Layer.MinHeaderLength && (bytes[0] & 0x0F) >= 5 && IsLength(BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), bytes.Length + cut),
        6 => bytes.Length >= Ipv6Layer.HeaderLength && BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) <= bytes.Length + cut - Ipv6Layer.HeaderLength,
        _ => false,
    };

    private static bool IsLength(int total, int onWire) => total >= Ipv4Layer.MinHeaderLength && total <= onWire;

    // An Ethernet header whose type we know and whose body begins as that type does.
    private static bool IsFrame(ReadOnlySpan<byte> bytes)
    {
        const int header = 14;
        if (bytes.Length <= header) return false;
        return BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]) switch
        {
            EtherType.IPv4 => bytes[header] >> 4 == 4,
            EtherType.IPv6 => bytes[header] >> 4 == 6,
            EtherType.Arp => bytes.Length > header + 1 && bytes[header] == 0 && bytes[header + 1] == 1,
            EtherType.Vlan or EtherType.ServiceVlan or EtherType.OldQinQ => true,
            _ => false,
        };
    }
}
