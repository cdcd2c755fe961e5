using System.Buffers.Binary;

namespace Tegument.Tests.Support.Packets;

/// <summary>Cuts an Ethernet frame with an IP packet into fragments, honest or not.</summary>
public static class Fragmenter
{
    private const int Link = 14;
    private const int Header4 = 20;
    private const int Header6 = 40;

    /// <summary>All fragments in order; each but the last carries <paramref name="bytes"/>, a multiple of eight.</summary>
    public static List<byte[]> Cut(byte[] frame, int bytes, uint id = 77)
    {
        var body = frame.Length - Link - (IsVersion6(frame) ? Header6 : Header4);
        var pieces = new List<byte[]>();
        for (var offset = 0; offset < body; offset += bytes)
            pieces.Add(Piece(frame, offset, Math.Min(bytes, body - offset), offset + bytes < body, id));
        return pieces;
    }

    /// <summary>One fragment of the packet: any part of what is above its IP header, and what it claims about others.</summary>
    public static byte[] Piece(byte[] frame, int offset, int length, bool more, uint id = 77)
    {
        if (IsVersion6(frame)) return Piece6(frame, offset, length, more, id);
        byte[] piece = [.. frame.AsSpan(0, Link + Header4), .. frame.AsSpan(Link + Header4 + offset, length)];
        var header = piece.AsSpan(Link, Header4);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(Header4 + length));
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)id);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], (ushort)((more ? 0x2000 : 0) | offset / 8));
        header[10..12].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Of(header));
        return piece;
    }

    private static byte[] Piece6(byte[] frame, int offset, int length, bool more, uint id)
    {
        var extension = new byte[8];
        extension[0] = frame[Link + 6];
        BinaryPrimitives.WriteUInt16BigEndian(extension.AsSpan(2), (ushort)(offset | (more ? 1 : 0)));
        BinaryPrimitives.WriteUInt32BigEndian(extension.AsSpan(4), id);
        byte[] piece = [.. frame.AsSpan(0, Link + Header6), .. extension, .. frame.AsSpan(Link + Header6 + offset, length)];
        piece[Link + 6] = 44;
        BinaryPrimitives.WriteUInt16BigEndian(piece.AsSpan(Link + 4), (ushort)(8 + length));
        return piece;
    }

    private static bool IsVersion6(byte[] frame) => frame[Link] >> 4 == 6;
}
