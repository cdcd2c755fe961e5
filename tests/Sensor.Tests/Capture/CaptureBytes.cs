using System.Buffers.Binary;

namespace Tegument.Sensor.Tests.Capture;

/// <summary>Capture files in memory, in either byte order, with every field in the test's hand.</summary>
internal sealed class CaptureBytes(bool bigEndian = false)
{
    public const uint Micro = 0xA1B2_C3D4;
    public const uint Nano = 0xA1B2_3C4D;
    public const uint Modified = 0xA1B2_CD34;
    public const uint Section = 0x0A0D_0D0A;
    private readonly MemoryStream _bytes = new();

    public static string TempPath => System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"tegument-capture-{Guid.NewGuid():N}");

    public byte[] Bytes => _bytes.ToArray();

    public CaptureBytes PcapHeader(uint magic = Micro, uint link = 1, ushort major = 2, ushort minor = 4) =>
        Number(magic).Short(major).Short(minor).Number(0).Number(0).Number(65535).Number(link);

    public CaptureBytes Record(uint seconds, uint fraction, byte[] frame, uint? captured = null, uint? wire = null) =>
        Number(seconds).Number(fraction).Number(captured ?? (uint)frame.Length).Number(wire ?? (uint)frame.Length).Raw(frame);

    public CaptureBytes SectionHeader(ushort major = 1, ushort minor = 0) =>
        Block(Section, new CaptureBytes(bigEndian).Number(0x1A2B_3C4D).Short(major).Short(minor).Number(uint.MaxValue).Number(uint.MaxValue));

    public CaptureBytes Interface(ushort link = 1, uint snap = 0, byte? resolution = null, long? offset = null)
    {
        var body = new CaptureBytes(bigEndian).Short(link).Short(0).Number(snap);
        if (resolution is { } r) body.Short(9).Short(1).Raw([r, 0, 0, 0]);
        if (offset is { } o) body.Short(14).Short(8).Long(o);
        return Block(1, body.Short(0).Short(0));
    }

    public CaptureBytes Enhanced(uint id, ulong time, byte[] frame, uint? captured = null, uint? wire = null) =>
        Block(6, new CaptureBytes(bigEndian).Number(id).Number((uint)(time >> 32)).Number((uint)time)
            .Number(captured ?? (uint)frame.Length).Number(wire ?? (uint)frame.Length).Raw(frame));

    public CaptureBytes Simple(byte[] frame, uint? wire = null) => Block(3, new CaptureBytes(bigEndian).Number(wire ?? (uint)frame.Length).Raw(frame));

    public CaptureBytes Obsolete(ushort id, ulong time, byte[] frame) =>
        Block(2, new CaptureBytes(bigEndian).Short(id).Short(0).Number((uint)(time >> 32)).Number((uint)time)
            .Number((uint)frame.Length).Number((uint)frame.Length).Raw(frame));

    public CaptureBytes Block(uint type, CaptureBytes body, uint? length = null, uint? trailer = null)
    {
        var bytes = body.Bytes;
        var padded = (bytes.Length + 3) & ~3;
        var whole = length ?? (uint)padded + 12;
        return Number(type).Number(whole).Raw(bytes).Raw(new byte[padded - bytes.Length]).Number(trailer ?? whole);
    }

    public CaptureBytes Raw(byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public CaptureBytes Number(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        _bytes.Write(bytes);
        return this;
    }

    public CaptureBytes Short(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        _bytes.Write(bytes);
        return this;
    }

    public CaptureBytes Long(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>Writes the file, reads it whole, deletes it.</summary>
    public CaptureReading Read()
    {
        var path = TempPath;
        File.WriteAllBytes(path, Bytes);
        try
        {
            return CaptureReading.Of(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
