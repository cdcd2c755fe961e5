using System.Buffers.Binary;
using Tegument.Sensor.Decode.Tunnels;

namespace Tegument.Sensor.Decode;

/// <summary>UDP (RFC 768).</summary>
internal static class UdpLayer
{
    private const int HeaderLength = 8;

    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < HeaderLength) return Cut.Or(DecodeStatus.UdpTruncated, bytes.Length, cut, HeaderLength);
        packet.HasPorts = true;
        packet.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        packet.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);

        var available = bytes.Length + cut;
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        // Zero stands for "to the end" in jumbograms (RFC 2675 §4); a first fragment's length counts the fragments to come.
        if (length == 0 && packet.Network == NetworkKind.IPv6) length = available;
        if (length < HeaderLength || (length > available && !packet.IsFragment)) return DecodeStatus.UdpBadLength;

        length = Math.Min(length, available);
        packet.PayloadLength = length - HeaderLength;
        packet.Payload = bytes[HeaderLength..Math.Min(length, bytes.Length)];
        if (UdpTunnels.MayBe(in packet) && UdpTunnels.Decode(ref packet) is var inner && inner != DecodeStatus.NotIp) return inner;
        return TransportLayer.OkOrLand(ref packet);
    }
}
