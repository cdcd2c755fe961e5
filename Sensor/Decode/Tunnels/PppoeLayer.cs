using System.Buffers.Binary;

namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>A session packet of PPP over Ethernet (RFC 2516 §4). Discovery has an EtherType of its own and carries no IP.</summary>
internal static class PppoeLayer
{
    private const int HeaderLength = 6;
    private const byte VersionAndType = 0x11;

    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < HeaderLength) return Cut.Or(DecodeStatus.PppoeTruncated, bytes.Length, cut, HeaderLength);
        if (bytes[0] != VersionAndType) return DecodeStatus.PppoeBadVersion;
        // Any other code belongs to discovery.
        if (bytes[1] != 0) return DecodeStatus.NotIp;
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        if (length > bytes.Length + cut - HeaderLength) return DecodeStatus.PppoeBadLength;

        // The inner IP header has a length of its own, which also holds where offloading merged segments under one session header.
        var inner = bytes[HeaderLength..];
        var status = PppLayer.ReadProtocol(inner, cut, out var type, out var header);
        return status == DecodeStatus.Ok ? Tunnel.EnterOnLink(TunnelKinds.Pppoe, type, inner[header..], cut, ref packet) : status;
    }
}
