using Tegument.Sensor.Decode.Tunnels;

namespace Tegument.Sensor.Decode;

/// <summary>What an IP header carries, by protocol number; a protocol we do not go into is Ok with its bytes as payload.</summary>
internal static class TransportLayer
{
    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (packet.Protocol == IpProtocol.Tcp) return TcpLayer.Decode(bytes, cut, ref packet);
        if (packet.Protocol == IpProtocol.Udp) return UdpLayer.Decode(bytes, cut, ref packet);
        if (packet.Protocol == IpProtocol.Icmp && packet.Network == NetworkKind.IPv4) return IcmpLayer.Decode(bytes, cut, ref packet);
        if (packet.Protocol == IpProtocol.Icmpv6 && packet.Network == NetworkKind.IPv6) return Icmpv6Layer.Decode(bytes, cut, ref packet);

        return IpTunnels.Decode(bytes, cut, ref packet);
    }

    /// <summary>A protocol that we do not go into.</summary>
    public static DecodeStatus AsPayload(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        packet.Payload = bytes;
        packet.PayloadLength = bytes.Length + cut;
        return DecodeStatus.Ok;
    }

    /// <summary>
    /// The last word of a layer with ports. Loopback is spared: a socket talking to itself (self-connect, a self-pipe over UDP) is a
    /// program's habit there and cannot come from outside.
    /// </summary>
    public static DecodeStatus OkOrLand(ref PacketView packet) =>
        packet.SourcePort == packet.DestinationPort && packet.Source == packet.Destination && !packet.Source.IsLoopback
            ? DecodeStatus.Land
            : DecodeStatus.Ok;
}
