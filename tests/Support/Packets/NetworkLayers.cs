using System.Buffers.Binary;

namespace Tegument.Tests.Support.Packets;

internal sealed class Ipv4Part(byte[] source, byte[] destination, Ipv4Fields fields) : IPacketLayer
{
    public int Number => 0x0800;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var protocol = fields.Protocol ?? (byte)Math.Max(0, InnerProtocol.Of(innerNumber));
        if (fields.FragmentOffset == 0 && !fields.MoreFragments) TransportChecksum.Fill(inner, source, destination, protocol);
        var header = 20 + fields.Options.Length;
        if (header % 4 != 0) throw new ArgumentException("IPv4 options are a multiple of four bytes long");
        var bytes = new byte[header + inner.Length];
        bytes[0] = (byte)(0x40 | (header / 4));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), fields.TotalLength ?? (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), fields.Id);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(6), (ushort)((fields.MoreFragments ? 0x2000 : 0) | (fields.FragmentOffset / 8)));
        bytes[8] = fields.TimeToLive;
        bytes[9] = protocol;
        source.CopyTo(bytes, 12);
        destination.CopyTo(bytes, 16);
        fields.Options.CopyTo(bytes, 20);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), InternetChecksum.Of(bytes.AsSpan(0, header)));
        inner.CopyTo(bytes, header);
        return bytes;
    }
}

internal sealed class Ipv6Part(byte[] source, byte[] destination, byte hopLimit, ushort? payloadLength) : IPacketLayer
{
    public int Number => 0x86DD;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        innerNumber = InnerProtocol.Of(innerNumber);
        TransportChecksum.Fill(inner, source, destination, innerNumber);
        var bytes = new byte[40 + inner.Length];
        bytes[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), payloadLength ?? (ushort)inner.Length);
        bytes[6] = (byte)(innerNumber < 0 ? 59 : innerNumber);
        bytes[7] = hopLimit;
        source.CopyTo(bytes, 8);
        destination.CopyTo(bytes, 24);
        inner.CopyTo(bytes, 40);
        return bytes;
    }
}

/// <summary>An IPv6 extension header: the next header's number, then <paramref name="rest"/> (length field first) as given.</summary>
internal sealed class ExtensionPart(byte number, byte[] rest) : IPacketLayer
{
    public int Number => number;

    public byte[] Wrap(byte[] inner, int innerNumber) => [(byte)(innerNumber < 0 ? 59 : InnerProtocol.Of(innerNumber)), .. rest, .. inner];
}
