using System.Buffers.Binary;

namespace Tegument.Tests.Support.Packets;

internal sealed class TcpPart(ushort source, ushort destination, byte flags, uint sequence, uint acknowledgement, byte[] options) : IPacketLayer
{
    public int Number => 6;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var header = 20 + options.Length;
        if (header % 4 != 0) throw new ArgumentException("TCP options are a multiple of four bytes long");
        var bytes = new byte[header + inner.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, source);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), destination);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), acknowledgement);
        bytes[12] = (byte)(header / 4 << 4);
        bytes[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(14), 64240);
        options.CopyTo(bytes, 20);
        inner.CopyTo(bytes, header);
        return bytes;
    }
}

internal sealed class UdpPart(ushort source, ushort destination, ushort? length) : IPacketLayer
{
    public int Number => 17;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var bytes = new byte[8 + inner.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, source);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), destination);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), length ?? (ushort)bytes.Length);
        inner.CopyTo(bytes, 8);
        return bytes;
    }
}

/// <summary>ICMP and ICMPv6: type, code, checksum, four bytes of the message's own.</summary>
internal sealed class IcmpPart(bool version6, byte type, byte code, uint rest) : IPacketLayer
{
    public int Number => version6 ? 58 : 1;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var bytes = new byte[8 + inner.Length];
        bytes[0] = type;
        bytes[1] = code;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), rest);
        inner.CopyTo(bytes, 8);
        return bytes;
    }
}

/// <summary>Bytes as they are: a payload, or a protocol the builder does not know.</summary>
internal sealed class RawPart(byte[] bytes, int number) : IPacketLayer
{
    public int Number => number;

    public byte[] Wrap(byte[] inner, int innerNumber) => [.. bytes, .. inner];
}
