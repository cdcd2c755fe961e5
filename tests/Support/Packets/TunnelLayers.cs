using System.Buffers.Binary;

namespace Tegument.Tests.Support.Packets;

/// <summary>GRE: the flags say which of checksum, key, sequence and (version 1) acknowledgement are there, as zeros and ones.</summary>
internal sealed class GrePart(ushort flags, ushort? type) : IPacketLayer
{
    public int Number => 47;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var fields = new[] { 0x8000, 0x2000, 0x1000 }.Count(bit => (flags & bit) != 0) + ((flags & 0x0087) == 0x0081 ? 1 : 0);
        var header = new byte[4 + (4 * fields)];
        BinaryPrimitives.WriteUInt16BigEndian(header, flags);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), type ?? (ushort)Math.Max(0, innerNumber));
        // A checksum of zero is as good as any: nobody judges it.
        if (header.Length > 4) header[^1] = 1;
        return [.. header, .. inner];
    }
}

/// <summary>An Ethernet frame inside something that names it by type 0x6558.</summary>
internal sealed class BridgedPart(ulong source, ulong destination) : IPacketLayer
{
    private readonly EthernetPart _frame = new(source, destination);

    public int Number => 0x6558;

    public byte[] Wrap(byte[] inner, int innerNumber) => _frame.Wrap(inner, innerNumber);
}

/// <summary>GENEVE with options given as bytes.</summary>
internal sealed class GenevePart(byte[] options, ushort? type) : IPacketLayer
{
    public int Number => -1;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var named = type ?? (ushort)Math.Max(0, innerNumber);
        return [(byte)(options.Length / 4), 0, (byte)(named >> 8), (byte)named, 0, 0, 7, 0, .. options, .. inner];
    }
}

/// <summary>MPLS labels from the top of the stack to its bottom, and perhaps a pseudowire's control word.</summary>
internal sealed class MplsPart(int[] labels, bool controlWord, ushort number) : IPacketLayer
{
    public int Number => number;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var stack = new byte[4 * labels.Length];
        for (var i = 0; i < labels.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(stack.AsSpan(4 * i), (uint)labels[i] << 12 | (i == labels.Length - 1 ? 0x100u : 0) | 64);
        byte[] word = controlWord ? [0, 0, 0, 9] : [];
        return [.. stack, .. word, .. inner];
    }
}

/// <summary>PPP's protocol field, with or without the address and control bytes before it.</summary>
internal sealed class PppPart(bool addressAndControl, ushort? protocol) : IPacketLayer
{
    public int Number => 0x880B;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var named = protocol ?? innerNumber switch { 0x0800 => 0x0021, 0x86DD => 0x0057, 0x8847 => 0x0281, _ => 0xC021 };
        byte[] start = addressAndControl ? [0xFF, 0x03] : [];
        return [.. start, (byte)(named >> 8), (byte)named, .. inner];
    }
}

/// <summary>A PPPoE session header; <paramref name="length"/> is a lie about its length.</summary>
internal sealed class PppoePart(ushort? length, byte versionAndType, byte code) : IPacketLayer
{
    public int Number => 0x8864;

    public byte[] Wrap(byte[] inner, int innerNumber)
    {
        var said = length ?? (ushort)inner.Length;
        return [versionAndType, code, 0, 5, (byte)(said >> 8), (byte)said, .. inner];
    }
}

/// <summary>A header given as bytes, named by <paramref name="number"/> below it.</summary>
internal sealed class HeaderPart(byte[] header, int number) : IPacketLayer
{
    public int Number => number;

    public byte[] Wrap(byte[] inner, int innerNumber) => [.. header, .. inner];
}

/// <summary>IP protocol numbers of what Ethernet names by EtherType.</summary>
internal static class InnerProtocol
{
    public static int Of(int innerNumber) => innerNumber switch { 0x0800 => 4, 0x86DD => 41, 0x8847 => 137, _ => innerNumber };
}
