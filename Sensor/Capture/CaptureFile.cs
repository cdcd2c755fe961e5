using System.Buffers.Binary;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Capture;

/// <summary>
/// A capture file as a source of frames: pcap or pcapng, any size. One reader thread, which also disposes. A file that
/// turns out damaged or cut short ends early and says so in <see cref="Damage"/>; what came before it is good.
/// </summary>
public abstract class CaptureFile : IFrameSource
{
    /// <summary>The longest frame that is believed, in bytes (the largest snap length that common tools write). A longer one is damage.</summary>
    public const int MaxFrameBytes = 262_144;

    /// <summary>Timestamps are held inside the range of a pcap file (until the year 2106), in nanoseconds, so that sums never overflow.</summary>
    public const long MaxTimestamp = 4_294_967_295_999_999_999;

    private protected CaptureFile(string path, WindowedFile file)
    {
        Path = path;
        Bytes = file;
    }

    public string Path { get; }

    /// <summary>Size of the file in bytes.</summary>
    public long Length => Bytes.Length;

    /// <summary>Bytes read so far; any thread may look.</summary>
    public long Position { get; private protected set; }

    /// <summary>Why the file ended early, or null.</summary>
    public CaptureDamage? Damage { get; private set; }

    public long KernelDrops => 0;

    public bool MarksOutgoing => false;

    private protected WindowedFile Bytes { get; }

    /// <summary>Opens a capture file, whichever of the formats it has.</summary>
    /// <exception cref="CaptureFormatException">The file is missing, unreadable, compressed or no capture.</exception>
    public static CaptureFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = OpenFile(path);
        try
        {
            if (!file.TryWindow(0, 4, out var start))
                throw new CaptureFormatException(path, 0, file.Length == 0 ? "the file is empty" : "the file is too short for a capture");
            var magic = BinaryPrimitives.ReadUInt32LittleEndian(start);
            if (magic == PcapngFile.SectionHeader) return new PcapngFile(path, file);
            if (PcapFormat.FromMagic(magic) is { } format) return new PcapFile(path, file, format);
            throw new CaptureFormatException(path, 0, NotACapture.Describe(start));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public abstract FrameRead Next(out Frame frame);

    public virtual bool TryAhead(out ReadOnlySpan<byte> bytes, out LinkType link)
    {
        bytes = default;
        link = default;
        return false;
    }

    public void Dispose() => Bytes.Dispose();

    /// <summary>Ends the file early; the first reason stays.</summary>
    private protected FrameRead EndDamaged(long offset, string reason)
    {
        Damage ??= new CaptureDamage(offset, Bytes.Failure is { } failure ? $"the file cannot be read: {failure}" : reason);
        return FrameRead.End;
    }

    private static WindowedFile OpenFile(string path)
    {
        try
        {
            return WindowedFile.Open(path);
        }
        catch (NativeErrorException e)
        {
            var reason = e.Errno switch
            {
                Errno.NoEntry => "no such file",
                Errno.IsDirectory => "is a directory",
                Errno.AccessDenied => "permission denied",
                Errno.IllegalSeek or Errno.NoDeviceOrAddress or Errno.NoDevice => "is a pipe or a device; save the capture to a file first",
                _ => e.Message,
            };
            throw new CaptureFormatException(path, reason, e);
        }
    }
}
