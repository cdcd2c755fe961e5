using System.Runtime.CompilerServices;

namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>
/// Tunnels over UDP, by port and then by a header that must be right in every reserved bit: a port proves nothing, and what is no tunnel
/// stays plain UDP.
/// </summary>
internal static class UdpTunnels
{
    private const ushort Teredo = 3544;
    private const ushort Vxlan = 4789;
    private const ushort Geneve = 6081;
    private const ushort Mpls = 6635;

    // What Linux took before 4789 was assigned, and still takes by default.
    private const ushort LinuxVxlan = 8472;

    /// <summary>One comparison a direction for ordinary traffic. A first fragment holds a part of its inner packet only and is not entered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayBe(ref readonly PacketView packet) =>
        ((uint)(packet.DestinationPort - Teredo) <= LinuxVxlan - Teredo || packet.SourcePort == Teredo) && !packet.IsFragment;

    /// <summary>Enters the tunnel in the packet's payload; <see cref="DecodeStatus.NotIp"/> when there is none, and the view is as before.</summary>
    public static DecodeStatus Decode(ref PacketView packet)
    {
        var bytes = packet.Payload;
        var cut = packet.PayloadLength - bytes.Length;
        switch (packet.DestinationPort)
        {
            case Vxlan or LinuxVxlan: return VxlanLayer.Decode(bytes, cut, ref packet);
            case Geneve: return GeneveLayer.Decode(bytes, cut, ref packet);
            case Mpls: return MplsOverUdp(bytes, cut, ref packet);
            default:
                return packet.DestinationPort == Teredo || packet.SourcePort == Teredo ? TeredoLayer.Decode(bytes, cut, ref packet) : DecodeStatus.NotIp;
        }
    }

    // RFC 7510 has no header of its own: a stack that does not end within the payload is some other protocol's data.
    private static DecodeStatus MplsOverUdp(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        var depth = packet.Encapsulations;
        var status = MplsLayer.Decode(bytes, cut, overIp: true, ref packet);
        return packet.Encapsulations == depth && status != DecodeStatus.TunnelTooDeep ? DecodeStatus.NotIp : status;
    }
}
