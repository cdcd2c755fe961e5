using System.Buffers.Binary;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Capture;

/// <summary>The classic pcap format (draft-ietf-opsawg-pcap), either byte order, micro- or nanoseconds.</summary>
internal sealed class PcapFile : CaptureFile
{
    private const int MostAhead = 8;
    private const int FileHeader = 24;
    private const int SupportedMajor = 2;

    // Before 2.4, some writers put the two lengths of a record the other way round.
    private const int FirstMinorInOrder = 4;
    private readonly PcapFormat _format;
    private readonly LinkType _link;

    // Where the frame lies that TryAhead shows next, and how many frames it is ahead of the reader.
    private long _scout;
    private int _ahead;
    private readonly bool _mayBeSwapped;

    public PcapFile(string path, WindowedFile file, PcapFormat format) : base(path, file)
    {
        _format = format;
        if (!file.TryWindow(0, FileHeader, out var header))
            throw new CaptureFormatException(path, file.Length, "the file ends inside the pcap header");
        var (major, minor) = (Short(header[4..]), Short(header[6..]));
        _mayBeSwapped = minor < FirstMinorInOrder;
        if (major != SupportedMajor) throw new CaptureFormatException(path, 4, $"pcap version {major} is not supported");
        _link = LinkNumber.ToLinkType(Number(header[20..]));
        Position = FileHeader;
    }

    public override FrameRead Next(out Frame frame)
    {
        var position = Position;
        if (!Bytes.TryWindow(position, _format.RecordHeader, out var header)) return AtEnd(position, out frame);
        var (captured, wire) = (Number(header[8..]), Number(header[12..]));
        if (_mayBeSwapped && captured > wire) (captured, wire) = (wire, captured);
        if (captured > MaxFrameBytes) return Absurd(position, captured, out frame);
        // The header once more: the window before ends here.
        if (!Bytes.TryWindow(position, _format.RecordHeader + (int)captured, out var record)) return CutShort(position, out frame);

        Position = position + record.Length;
        if (_ahead > 0) _ahead--;
        frame = new Frame
        {
            Bytes = record[_format.RecordHeader..],
            Timestamp = Math.Min(MaxTimestamp, (Number(record) * 1_000_000_000L) + (Number(record[4..]) * (long)_format.FractionNanoseconds)),
            // A length on the wire below the captured one, or beyond what any frame has, is not believed.
            WireLength = (int)Math.Clamp(wire, captured, int.MaxValue / 2),
            Link = _link,
        };
        return FrameRead.Frame;
    }

    public override bool TryAhead(out ReadOnlySpan<byte> bytes, out LinkType link)
    {
        link = _link;
        bytes = default;
        if (_ahead >= MostAhead) return false;
        if (_scout < Position) (_scout, _ahead) = (Position, 0);
        if (!Bytes.TryPeek(_scout, _format.RecordHeader, out var header)) return false;
        var captured = Number(header[8..]);
        if (captured > MaxFrameBytes || !Bytes.TryPeek(_scout + _format.RecordHeader, (int)Math.Min(captured, IFrameSource.AheadBytes), out bytes)) return false;
        _scout += _format.RecordHeader + captured;
        _ahead++;
        return true;
    }

    private uint Number(ReadOnlySpan<byte> bytes)
    {
        var number = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return _format.Swapped ? BinaryPrimitives.ReverseEndianness(number) : number;
    }

    private ushort Short(ReadOnlySpan<byte> bytes)
    {
        var number = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        return _format.Swapped ? BinaryPrimitives.ReverseEndianness(number) : number;
    }

    private FrameRead AtEnd(long position, out Frame frame)
    {
        frame = default;
        return position >= Length ? FrameRead.End : EndDamaged(position, "the file ends inside a packet's header");
    }

    private FrameRead CutShort(long position, out Frame frame)
    {
        frame = default;
        return EndDamaged(position, "the file ends inside a packet");
    }

    private FrameRead Absurd(long position, uint captured, out Frame frame)
    {
        frame = default;
        return EndDamaged(position, $"a packet claims {captured} bytes, the most is {MaxFrameBytes}");
    }
}
