using System.Buffers.Binary;

namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>Teredo (RFC 4380 §5.1.1): an authentication and an origin indication, each optional, then IPv6.</summary>
internal static class TeredoLayer
{
    private const ushort AuthenticationMark = 1;
    private const ushort OriginMark = 0;

    // Mark, two lengths, nonce and confirmation byte; the lengths add to it.
    private const int AuthenticationLength = 13;
    private const int OriginLength = 8;

    /// <summary>NotIp unless a well-formed IPv6 header stands where it must: the port alone proves nothing.</summary>
    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        var inner = bytes;
        if (inner.Length >= AuthenticationLength && BinaryPrimitives.ReadUInt16BigEndian(inner) == AuthenticationMark)
            inner = inner[Math.Min(inner.Length, AuthenticationLength + inner[2] + inner[3])..];
        if (inner.Length >= OriginLength && BinaryPrimitives.ReadUInt16BigEndian(inner) == OriginMark) inner = inner[OriginLength..];
        if (inner.Length < Ipv6Layer.HeaderLength || inner[0] >> 4 != 6) return DecodeStatus.NotIp;
        var payload = BinaryPrimitives.ReadUInt16BigEndian(inner[4..]);
        return payload == inner.Length + cut - Ipv6Layer.HeaderLength
            ? Tunnel.Enter(TunnelKinds.Teredo, EtherType.IPv6, inner, cut, ref packet)
            : DecodeStatus.NotIp;
    }
}
