using System.Buffers.Binary;

namespace Tegument.Tests.Support.Packets;

internal sealed class EthernetPart(ulong source, ulong destination) : IPacketLayer
{
    public int Number => -1;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var bytes = new byte[14 + inner.Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, destination << 16);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(6), source << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(12), (ushort)innerNumber);
        inner.CopyTo(bytes, 14);
        return bytes;
    }
}

internal sealed class VlanPart(ushort id, ushort tagType) : IPacketLayer
{
    public int Number => tagType;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var bytes = new byte[4 + inner.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, id);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)innerNumber);
        inner.CopyTo(bytes, 4);
        return bytes;
    }
}

/// <summary>IEEE 802.3 with LLC and SNAP: the number that the Ethernet header gets is the length.</summary>
internal sealed class SnapPart : IPacketLayer
{
    private int _length;

    public int Number => _length;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        byte[] bytes = [0xAA, 0xAA, 0x03, 0, 0, 0, (byte)(innerNumber >> 8), (byte)innerNumber, .. inner];
        _length = bytes.Length;
        return bytes;
    }
}

/// <summary>Linux cooked capture v1 and v2, as received by this host.</summary>
internal sealed class CookedPart(bool second, ulong source) : IPacketLayer
{
    public int Number => -1;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var mac = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(mac, source << 16);
        byte[] header = second
            ? [(byte)(innerNumber >> 8), (byte)innerNumber, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, .. mac]
            : [0, 0, 0, 1, 0, 6, .. mac, (byte)(innerNumber >> 8), (byte)innerNumber];
        return [.. header, .. inner];
    }
}

/// <summary>BSD loopback: the address family in either byte order.</summary>
internal sealed class LoopbackPart(uint family, bool bigEndian) : IPacketLayer
{
    public int Number => -1;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var bytes = new byte[4 + inner.Length];
        if (bigEndian) BinaryPrimitives.WriteUInt32BigEndian(bytes, family);
        else BinaryPrimitives.WriteUInt32LittleEndian(bytes, family);
        inner.CopyTo(bytes, 4);
        return bytes;
    }
}

internal sealed class ArpPart(byte operation, ulong senderMac, byte[] sender, ulong targetMac, byte[] target) : IPacketLayer
{
    public int Number => 0x0806;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var bytes = new byte[28];
        new byte[] { 0, 1, 8, 0, 6, 4, 0, operation }.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), senderMac << 16);
        sender.CopyTo(bytes, 14);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(18), targetMac << 16);
        target.CopyTo(bytes, 24);
        return bytes;
    }
}
