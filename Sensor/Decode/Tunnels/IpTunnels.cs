namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>Tunnels that have an IP protocol number of their own; any other protocol is Ok with its bytes as payload.</summary>
internal static class IpTunnels
{
    /// <summary>
    /// <see cref="PacketView.Protocol"/> says which. A first fragment holds a part of its inner packet only: it is left as it stands, and
    /// what fragment reassembly makes of it is entered.
    /// </summary>
    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (packet.IsFragment) return TransportLayer.AsPayload(bytes, cut, ref packet);
        var overFour = packet.Network == NetworkKind.IPv4;
        var status = packet.Protocol switch
        {
            IpProtocol.Gre => GreLayer.Decode(bytes, cut, ref packet),
            IpProtocol.IPv4 => Tunnel.Enter(overFour ? TunnelKinds.IpInIp : TunnelKinds.FourInSix, EtherType.IPv4, bytes, cut, ref packet),
            IpProtocol.IPv6 => Tunnel.Enter(overFour ? TunnelKinds.SixInFour : TunnelKinds.SixInSix, EtherType.IPv6, bytes, cut, ref packet),
            IpProtocol.Mpls => MplsLayer.Decode(bytes, cut, overIp: true, ref packet),
            _ => DecodeStatus.NotIp,
        };
        return status == DecodeStatus.NotIp ? TransportLayer.AsPayload(bytes, cut, ref packet) : status;
    }
}
