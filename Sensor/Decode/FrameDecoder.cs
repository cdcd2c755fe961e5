using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode.Tunnels;

namespace Tegument.Sensor.Decode;

/// <summary>
/// Bytes to facts: one frame in, one <see cref="PacketView"/> and one <see cref="DecodeStatus"/> out. Stateless, safe on any thread;
/// never throws, never allocates, never reads outside the frame. Whatever the status, the fields that were reached are filled, so a
/// malformed packet still names its source.
/// </summary>
public static class FrameDecoder
{
    /// <summary>Decodes a frame. The view is overwritten whole and borrows the frame's bytes.</summary>
    /// <param name="gate">Which tunnels over IP to enter; null for all, as in a file, where nobody marks which packets are ours.</param>
    public static DecodeStatus Decode(in Frame frame, ref PacketView packet, TunnelGate? gate = null)
    {
        packet.Clear();
        packet.Gate = gate;
        packet.Timestamp = frame.Timestamp;
        packet.WireLength = frame.WireLength;
        packet.Outgoing = frame.Outgoing;

        // What the snap length left out at the end. A source that claims less than it captured cut nothing.
        var cut = Math.Max(0, frame.WireLength - frame.Bytes.Length);
        return frame.Link switch
        {
            LinkType.Ethernet => EthernetLayer.Decode(frame.Bytes, cut, frame.VlanTag, ref packet),
            LinkType.LinuxCooked => LinuxCookedLayer.DecodeV1(frame.Bytes, cut, ref packet),
            LinkType.LinuxCooked2 => LinuxCookedLayer.DecodeV2(frame.Bytes, cut, ref packet),
            LinkType.Raw => RawLayer.Decode(frame.Bytes, cut, ref packet),
            LinkType.IPv4 => Ipv4Layer.Decode(frame.Bytes, cut, ref packet),
            LinkType.IPv6 => Ipv6Layer.Decode(frame.Bytes, cut, ref packet),
            LinkType.Ppp or LinkType.PppSerial or LinkType.CiscoHdlc => PppLayer.DecodeLink(frame.Bytes, cut, ref packet),
            LinkType.Nflog => NflogLayer.Decode(frame.Bytes, cut, ref packet),
            LinkType.Null or LinkType.Loop => LoopbackLayer.Decode(frame.Bytes, cut, ref packet),
            _ => DecodeStatus.UnsupportedLink,
        };
    }
}
