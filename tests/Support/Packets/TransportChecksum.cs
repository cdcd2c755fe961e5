using System.Buffers.Binary;

namespace Tegument.Tests.Support.Packets;

/// <summary>Writes the checksum that a transport header holds over itself, its payload and the addresses below it.</summary>
internal static class TransportChecksum
{
    public static void Fill(Span<byte> segment, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, int protocol)
    {
        var (offset, pseudo) = protocol switch
        {
            6 => (16, true),
            17 => (6, true),
            58 => (2, true),
            1 => (2, false),
            _ => (-1, false),
        };
        if (offset < 0 || segment.Length < offset + 2) return;
        segment.Slice(offset, 2).Clear();
        var sum = pseudo ? InternetChecksum.Of(segment, source, destination, protocol) : InternetChecksum.Of(segment);
        // UDP: zero means "no checksum", so a computed zero is sent as its other form (RFC 768).
        if (protocol == 17 && sum == 0) sum = 0xFFFF;
        BinaryPrimitives.WriteUInt16BigEndian(segment[offset..], sum);
    }
}
