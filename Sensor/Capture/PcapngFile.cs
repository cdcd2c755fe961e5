using System.Buffers.Binary;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Capture;

/// <summary>
/// The pcapng format (draft-ietf-opsawg-pcapng): sections of either byte order, several interfaces, enhanced, simple and obsolete packet
/// blocks. Other blocks are passed over. A simple packet block has no time of its own: it gets that of the packet before it.
/// </summary>
internal sealed class PcapngFile : CaptureFile
{
    /// <summary>The block type of a section header: the same in both byte orders.</summary>
    public const uint SectionHeader = 0x0A0D_0D0A;
    private const uint InterfaceDescription = 1;
    private const uint ObsoletePacket = 2;
    private const uint SimplePacket = 3;
    private const uint EnhancedPacket = 6;
    private const uint ByteOrderMagic = 0x1A2B_3C4D;
    private const int BlockHeader = 8;
    private const int BlockTrailer = 4;
    private const int MaxInterfaces = 65_536;
    private readonly List<PcapngInterface> _interfaces = [];
    private bool _swapped;
    private long _lastTimestamp;

    public PcapngFile(string path, WindowedFile file) : base(path, file)
    {
        var length = TryReadBlock(0, out _, out _);
        if (length < 0) throw new CaptureFormatException(path, Damage!.Offset, Damage.Reason);
    }

    public override FrameRead Next(out Frame frame)
    {
        while (Damage is null && Position < Length)
        {
            var position = Position;
            var length = TryReadBlock(position, out var type, out var body);
            if (length < 0) break;
            if (type is EnhancedPacket or SimplePacket or ObsoletePacket)
            {
                if (!TryReadPacket(type, body, position, out frame)) return FrameRead.End;
                Position = position + length;
                return FrameRead.Frame;
            }

            if (type == InterfaceDescription && !TryReadInterface(body, position)) break;
            Position = position + length;
        }

        frame = default;
        return FrameRead.End;
    }

    /// <summary>
    /// Checks a block's frame and, for a section header, enters the section. Returns the block's length, or -1 for damage. A block too
    /// long for a window has no body: it can only be passed over.
    /// </summary>
    private long TryReadBlock(long position, out uint type, out ReadOnlySpan<byte> body)
    {
        body = default;
        type = 0;
        if (!Bytes.TryWindow(position, BlockHeader, out var header)) return Broken(position, "the file ends inside a block's header");
        var (first, length) = (Number(header), Number(header[4..]));
        if (first == SectionHeader)
        {
            if (!TryEnterSection(position)) return -1;
            length = Bytes.TryWindow(position, BlockHeader, out header) ? Number(header[4..]) : 0;
        }

        type = first;
        if (length < BlockHeader + BlockTrailer || length % 4 != 0) return Broken(position, $"a block of impossible length {length}");
        if (length > Length - position) return Broken(position, $"the file ends inside a block of {length} bytes");
        if (length > WindowedFile.MaxWindow) return TryPassLongBlock(position, type, length);
        if (!Bytes.TryWindow(position, (int)length, out var block)) return Broken(position, "the file became shorter");
        if (Number(block[^BlockTrailer..]) != length) return Broken(position, "a block whose two lengths differ");
        body = block[BlockHeader..^BlockTrailer];
        return length;
    }

    private long TryPassLongBlock(long position, uint type, uint length)
    {
        if (type is InterfaceDescription or EnhancedPacket or SimplePacket or ObsoletePacket) return Broken(position, $"a packet or interface block claims {length} bytes");
        if (!Bytes.TryWindow(position + length - BlockTrailer, BlockTrailer, out var trailer)) return Broken(position, "the file became shorter");
        return Number(trailer) == length ? length : Broken(position, "a block whose two lengths differ");
    }

    private bool TryEnterSection(long position)
    {
        if (!Bytes.TryWindow(position + BlockHeader, 8, out var start)) return Broken(position, "the file ends inside a section header") > 0;
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(start);
        if (magic != ByteOrderMagic && BinaryPrimitives.ReverseEndianness(magic) != ByteOrderMagic)
            return Broken(position, "a section header without the byte-order magic") > 0;
        _swapped = magic != ByteOrderMagic;
        var (major, minor) = (Short(start[4..]), Short(start[6..]));
        // 1.2 is what some writers put there for 1.0.
        if (major != 1 || minor is not (0 or 2)) return Broken(position, $"a section of unsupported version {major}.{minor}") > 0;
        _interfaces.Clear();
        return true;
    }

    private bool TryReadInterface(ReadOnlySpan<byte> body, long position)
    {
        if (body.Length < 8) return Broken(position, "an interface description without its fields") > 0;
        if (_interfaces.Count == MaxInterfaces) return Broken(position, $"more than {MaxInterfaces} interfaces") > 0;
        byte resolution = 6;
        long offset = 0;
        for (var options = body[8..]; options.Length >= 4;)
        {
            const int end = 0, timestampResolution = 9, timestampOffset = 14;
            var (code, length) = (Short(options), Short(options[2..]));
            if (code == end || length > options.Length - 4) break;
            var value = options.Slice(4, length);
            if (code == timestampResolution && length >= 1) resolution = value[0];
            if (code == timestampOffset && length >= 8) offset = Long(value);
            options = options[Math.Min(options.Length, 4 + ((length + 3) & ~3))..];
        }

        _interfaces.Add(new PcapngInterface(LinkNumber.ToLinkType(Short(body)), Number(body[4..]), resolution, offset));
        return true;
    }

    private bool TryReadPacket(uint type, ReadOnlySpan<byte> body, long position, out Frame frame)
    {
        frame = default;
        var header = type == SimplePacket ? 4 : 20;
        if (body.Length < header) return Broken(position, "a packet block without its fields") > 0;
        var id = type switch { SimplePacket => 0u, ObsoletePacket => Short(body), _ => Number(body) };
        if (id >= (uint)_interfaces.Count) return Broken(position, $"a packet on interface {id}, which no block describes") > 0;
        var source = _interfaces[(int)id];

        var wire = type == SimplePacket ? Number(body) : Number(body[16..]);
        var captured = type == SimplePacket ? SimpleLength(wire, source.SnapLength, body.Length - header) : Number(body[12..]);
        if (captured > (uint)(body.Length - header)) return Broken(position, $"a packet of {captured} bytes in a block of {body.Length}") > 0;
        if (captured > MaxFrameBytes) return Broken(position, $"a packet claims {captured} bytes, the most is {MaxFrameBytes}") > 0;
        if (type != SimplePacket) _lastTimestamp = source.ToNanoseconds(((ulong)Number(body[4..]) << 32) | Number(body[8..]));
        frame = new Frame
        {
            Bytes = body.Slice(header, (int)captured),
            Timestamp = _lastTimestamp,
            WireLength = (int)Math.Clamp(wire, captured, int.MaxValue / 2),
            Link = source.Link,
        };
        return true;
    }

    private static uint SimpleLength(uint wire, uint snapLength, int room) =>
        Math.Min(Math.Min(wire, snapLength == 0 ? uint.MaxValue : snapLength), (uint)room);

    private uint Number(ReadOnlySpan<byte> bytes)
    {
        var number = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return _swapped ? BinaryPrimitives.ReverseEndianness(number) : number;
    }

    private ushort Short(ReadOnlySpan<byte> bytes)
    {
        var number = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        return _swapped ? BinaryPrimitives.ReverseEndianness(number) : number;
    }

    private long Long(ReadOnlySpan<byte> bytes)
    {
        var number = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return _swapped ? BinaryPrimitives.ReverseEndianness(number) : number;
    }

    private long Broken(long position, string reason)
    {
        EndDamaged(position, reason);
        return -1;
    }
}
