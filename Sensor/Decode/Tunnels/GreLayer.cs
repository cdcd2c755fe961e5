using System.Buffers.Binary;

namespace Tegument.Sensor.Decode.Tunnels;

/// <summary>GRE (RFC 2784) with checksum, key and sequence number (RFC 2890), and its version 1 under PPTP (RFC 2637).</summary>
internal static class GreLayer
{
    private const int MinLength = 4;
    private const int FieldLength = 4;
    private const ushort Checksum = 0x8000;
    private const ushort Routing = 0x4000;
    private const ushort Key = 0x2000;
    private const ushort Sequence = 0x1000;
    private const ushort Acknowledgement = 0x0080;
    private const ushort VersionMask = 0x0007;
    private const ushort PppType = 0x880B;

    /// <summary>Source routing was RFC 1701's and is dropped by receivers of RFC 2784; we say so and go no further.</summary>
    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < MinLength) return Cut.Or(DecodeStatus.GreTruncated, bytes.Length, cut, MinLength);
        var flags = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var type = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        var version = flags & VersionMask;
        if (version > 1 || (flags & Routing) != 0) return DecodeStatus.GreUnsupported;
        if (version == 1 && type != PppType) return DecodeStatus.GreUnsupported;

        var header = MinLength + FieldLength * (
            ((flags & Checksum) != 0 ? 1 : 0) + ((flags & Key) != 0 ? 1 : 0) + ((flags & Sequence) != 0 ? 1 : 0)
            + (version == 1 && (flags & Acknowledgement) != 0 ? 1 : 0));
        if (bytes.Length < header) return Cut.Or(DecodeStatus.GreTruncated, bytes.Length, cut, header);

        var inner = bytes[header..];
        var status = version == 1 ? Pptp(flags, inner, cut, ref packet)
            : ErspanLayer.IsType(type) ? ErspanLayer.Decode(type, hasSequence: (flags & Sequence) != 0, inner, cut, ref packet)
            : Tunnel.Enter(TunnelKinds.Gre, type, inner, cut, ref packet);
        return status == DecodeStatus.NotIp ? TransportLayer.AsPayload(bytes, cut, ref packet) : status;
    }

    // Without a sequence number it is a bare acknowledgement. Most sessions are encrypted: then PPP names no network protocol.
    private static DecodeStatus Pptp(ushort flags, ReadOnlySpan<byte> inner, int cut, ref PacketView packet)
    {
        if ((flags & Sequence) == 0) return DecodeStatus.NotIp;
        var status = PppLayer.ReadProtocol(inner, cut, out var type, out var header);
        return status == DecodeStatus.Ok ? Tunnel.Enter(TunnelKinds.Pptp, type, inner[header..], cut, ref packet) : status;
    }
}
