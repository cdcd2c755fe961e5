using System.Buffers.Binary;
using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Host.Recording;

/// <summary>How values stand in the tables of recorded evidence. Pure.</summary>
internal static class Recorded
{
    /// <summary>In network order: they sort as the addresses do.</summary>
    public static byte[] Bytes(IpKey key)
    {
        var bytes = new byte[16];
        key.WriteIPv6(bytes);
        return bytes;
    }

    /// <summary>Two bytes each, in network order.</summary>
    /// <returns>The part of the buffer that they take.</returns>
    public static ReadOnlySpan<byte> Write(ReadOnlySpan<int> ports, Span<byte> buffer)
    {
        for (var i = 0; i < ports.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(buffer[(2 * i)..], (ushort)ports[i]);
        return buffer[..(2 * ports.Length)];
    }

    public static int[] Ports(ReadOnlySpan<byte> bytes)
    {
        var ports = new int[bytes.Length / 2];
        for (var i = 0; i < ports.Length; i++) ports[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);
        return ports;
    }

    public static long Minute(long ticks) => ticks / TimeSpan.TicksPerMinute;

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
