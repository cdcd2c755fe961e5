namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>
/// The one way into any encapsulation: keeps the bound on depth, remembers the outer addresses, and puts the outer packet back when
/// nothing inside is IP or ARP.
/// </summary>
internal static class Tunnel
{
    /// <summary>
    /// Encapsulations in one packet, of whatever kinds: an overlay within an overlay on a labelled link has three. Every level has a bounded
    /// header, so this bounds the whole walk.
    /// </summary>
    public const int MaxDepth = 4;

    /// <summary>GRE and GENEVE call a whole Ethernet frame by this type.</summary>
    public const ushort BridgedEthernet = 0x6558;

    /// <summary>Goes into what follows the header of an encapsulation that runs over IP.</summary>
    /// <param name="type">An EtherType, or <see cref="BridgedEthernet"/>.</param>
    /// <returns>
    /// <see cref="DecodeStatus.NotIp"/> when there is nothing to judge inside, or the tunnel does not end here: the view is as it was before.
    /// Otherwise the inner packet's status, and the view shows the innermost header reached.
    /// </returns>
    public static DecodeStatus Enter(TunnelKinds kind, ushort type, ReadOnlySpan<byte> inner, int cut, ref PacketView packet)
    {
        if (type <= EtherType.LargestLength) return DecodeStatus.NotIp;
        if (packet.Gate is { } gate && !gate.Admits(kind, in packet)) return DecodeStatus.NotIp;
        return Enter(kind, type, inner, cut, overIp: true, ref packet);
    }

    /// <summary>The same for one that runs on the link itself: it has no addresses of its own, and the kernel's mark holds for what is inside.</summary>
    public static DecodeStatus EnterOnLink(TunnelKinds kind, ushort type, ReadOnlySpan<byte> inner, int cut, ref PacketView packet) =>
        Enter(kind, type, inner, cut, overIp: false, ref packet);

    private static DecodeStatus Enter(TunnelKinds kind, ushort type, ReadOnlySpan<byte> inner, int cut, bool overIp, ref PacketView packet)
    {
        if (packet.Encapsulations == MaxDepth) return DecodeStatus.TunnelTooDeep;
        var outer = packet;
        if (overIp) LeaveOuter(ref packet);
        packet.Encapsulations++;
        packet.Tunnels |= kind;
        var status = type == BridgedEthernet
            ? EthernetLayer.Decode(inner, cut, strippedTag: 0, ref packet)
            : EthernetLayer.DecodeType(type, inner, cut, tags: 0, ref packet);
        if (status == DecodeStatus.NotIp) packet = outer;
        return status;
    }

    private static void LeaveOuter(ref PacketView packet)
    {
        if (!packet.InTunnel) (packet.InTunnel, packet.OuterSource, packet.OuterDestination) = (true, packet.Source, packet.Destination);
        packet.HasPorts = false;
        (packet.SourcePort, packet.DestinationPort) = (0, 0);
        packet.PayloadLength = 0;
        packet.Payload = default;
        // Without a gate nobody knows where the tunnel ends, so the kernel's mark is the outer packet's alone.
        if (packet.Gate is null) packet.Outgoing = false;
    }
}
