using System.Buffers.Binary;

namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>VXLAN (RFC 7348 §5) and its group policy extension: eight bytes, then an Ethernet frame.</summary>
internal static class VxlanLayer
{
    private const int HeaderLength = 8;
    private const byte HasNetwork = 0x08;
    private const byte HasPolicy = 0x80;

    /// <summary>NotIp for what is no VXLAN: the flags and the reserved bytes have only one form.</summary>
    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < HeaderLength || !IsHeader(bytes)) return DecodeStatus.NotIp;
        return Tunnel.Enter(TunnelKinds.Vxlan, Tunnel.BridgedEthernet, bytes[HeaderLength..], cut, ref packet);
    }

    private static bool IsHeader(ReadOnlySpan<byte> bytes) => bytes[7] == 0 && bytes[0] switch
    {
        HasNetwork => (BinaryPrimitives.ReadUInt32BigEndian(bytes) & 0x00FF_FFFF) == 0,
        HasNetwork | HasPolicy => true,
        _ => false,
    };
}
