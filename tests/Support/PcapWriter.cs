using System.Buffers.Binary;

namespace Tegument.Tests.Support;

/// <summary>Writes a classic pcap file (nanoseconds, little endian). Not thread-safe; dispose to flush.</summary>
public sealed class PcapWriter : IDisposable
{
    private const uint NanosecondMagic = 0xA1B23C4D;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private readonly FileStream _file;

    /// <param name="path">Created or overwritten.</param>
    /// <param name="linkType">LINKTYPE number; 1 is Ethernet.</param>
    /// <param name="snapLength">Frames are cut to this many bytes.</param>
    public PcapWriter(string path, ushort linkType = 1, int snapLength = 262144)
    {
        SnapLength = snapLength;
        _file = File.Create(path);
        Span<byte> header = stackalloc byte[24];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, NanosecondMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], snapLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], linkType);
        _file.Write(header);
    }

    public int SnapLength { get; }

    public void Write(DateTimeOffset time, ReadOnlySpan<byte> frame) => Write((time - DateTimeOffset.UnixEpoch).Ticks * 100, frame);

    /// <param name="timestamp">Nanoseconds since the Unix epoch.</param>
    /// <param name="frame">The whole frame; what lies past the snap length is left out.</param>
    public void Write(long timestamp, ReadOnlySpan<byte> frame)
    {
        var captured = Math.Min(frame.Length, SnapLength);
        Span<byte> header = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)(timestamp / NanosecondsPerSecond));
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(timestamp % NanosecondsPerSecond));
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], captured);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], frame.Length);
        _file.Write(header);
        _file.Write(frame[..captured]);
    }

    public void Dispose() => _file.Dispose();
}
