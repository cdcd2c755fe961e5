using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Decode.Tunnels;

namespace Tegument.Sensor.Tests.Fuzz;

/// <summary>What holds for every decoded frame, whatever its bytes.</summary>
internal static class ViewChecks
{
    // A mirror that says it cut a frame leaves its length to the inner header's word.
    private const int LongestCut = 3 * ushort.MaxValue;

    public static void Hold(in Frame frame, in PacketView packet, DecodeStatus status)
    {
        if (!Enum.IsDefined(status)) throw new InvalidOperationException($"status {(int)status} has no name");
        Within(frame.Bytes, packet.Payload, nameof(packet.Payload));
        Within(frame.Bytes, packet.FragmentBody, nameof(packet.FragmentBody));
        var longest = Math.Max(frame.WireLength, (packet.Tunnels & TunnelKinds.Erspan) != 0 ? LongestCut : frame.Bytes.Length);
        if (packet.PayloadLength < packet.Payload.Length || packet.PayloadLength > longest) throw new InvalidOperationException($"a payload of {packet.PayloadLength} in a frame of {frame.WireLength}");
        if (packet.FragmentLength < packet.FragmentBody.Length || packet.FragmentOffset + packet.FragmentLength > ushort.MaxValue) throw new InvalidOperationException($"a fragment of {packet.FragmentLength} at {packet.FragmentOffset}");
        if (packet.IsLaterFragment && (packet.HasPorts || !packet.IsFragment)) throw new InvalidOperationException("a later fragment with ports");
        if (packet.Encapsulations > 4 || packet.Encapsulations == 0 != (packet.Tunnels == TunnelKinds.None)) throw new InvalidOperationException($"{packet.Encapsulations} encapsulations of {packet.Tunnels}");
        if (packet.HasPorts && packet.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp)) throw new InvalidOperationException($"ports of protocol {packet.Protocol}");
    }

    private static void Within(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> part, string name)
    {
        if (part.IsEmpty) return;
        if (!frame.Overlaps(part, out var offset) || offset < 0 || offset + part.Length > frame.Length) throw new InvalidOperationException($"{name} lies outside the frame");
    }
}
