using System.Buffers.Binary;

namespace Tegument.Sensor.Decode;

/// <summary>TCP (RFC 9293 §3.1).</summary>
internal static class TcpLayer
{
    private const int MinHeaderLength = 20;

    public static DecodeStatus Decode(ReadOnlySpan<byte> bytes, int cut, ref PacketView packet)
    {
        if (bytes.Length < MinHeaderLength) return Cut.Or(Short(in packet, DecodeStatus.TcpTruncated), bytes.Length, cut, MinHeaderLength);
        packet.HasPorts = true;
        packet.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        packet.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        packet.Sequence = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        packet.Acknowledgement = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
        packet.Flags = bytes[13];

        var header = (bytes[12] >> 4) * 4;
        if (header < MinHeaderLength) return DecodeStatus.TcpBadHeaderLength;
        if (header > bytes.Length + cut) return Short(in packet, DecodeStatus.TcpBadHeaderLength);
        packet.PayloadLength = bytes.Length + cut - header;
        if (header > bytes.Length) return DecodeStatus.SnapTruncated;
        packet.Payload = bytes[header..];
        if (header > MinHeaderLength && !TcpOptions.Read(bytes[MinHeaderLength..header], ref packet)) return DecodeStatus.TcpOptionInvalid;
        return TransportLayer.OkOrLand(ref packet);
    }

    // A first fragment that ends inside the header (RFC 1858) is a fault of its own.
    private static DecodeStatus Short(ref readonly PacketView packet, DecodeStatus otherwise) => packet.IsFragment ? DecodeStatus.FragmentTiny : otherwise;
}
