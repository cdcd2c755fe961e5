using System.Runtime.CompilerServices;

namespace Tegument.Sensor.Native;

/// <summary>
/// A regular file of any size, mapped read-only and read through bounds-checked windows. One reader thread; windows are valid until
/// <see cref="Dispose"/>. A file that another program shrinks while it is mapped ends the process (SIGBUS): do not replay a file that
/// is being truncated.
/// </summary>
public sealed unsafe class MappedFile : IDisposable
{
    private readonly SafeMapping? _mapping;
    private byte* _bytes;

    private MappedFile(SafeMapping? mapping, long length)
    {
        _mapping = mapping;
        _bytes = mapping is null ? null : (byte*)mapping.Address;
        Length = length;
    }

    /// <summary>Bytes that can be read; 0 after dispose.</summary>
    public long Length { get; private set; }

    /// <summary>Opens and maps a file; an empty file maps to nothing.</summary>
    /// <exception cref="NativeErrorException">The kernel refused. Pipes and devices are refused as <see cref="Errno.IllegalSeek"/>, without
    /// waiting for their other end.</exception>
    public static MappedFile Open(string path)
    {
        using var file = Libc.Open(path, Libc.ReadOnlyNonBlockingCloseOnExec);
        if (file.IsInvalid) throw NativeErrorException.Last("open");
        var length = Libc.Seek(file, 0, Libc.SeekEnd);
        if (length < 0) throw NativeErrorException.Last("seek");
        if (Directory.Exists(path)) throw new NativeErrorException("open", Errno.IsDirectory);
        if (length == 0) return new MappedFile(null, 0);

        var mapping = SafeMapping.Map(file, (nuint)length, Libc.ProtectRead, Libc.MapPrivate);
        if (mapping.IsInvalid) throw NativeErrorException.Last("map");
        // Advice only: a refusal costs read-ahead, nothing else.
        _ = Libc.Advise(mapping.Address, (nuint)length, Libc.AdviseSequential);
        return new MappedFile(mapping, length);
    }

    /// <summary>A window onto the file. False when any part of it lies outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWindow(long offset, int length, out ReadOnlySpan<byte> window)
    {
        if ((ulong)offset > (ulong)Length || (uint)length > (ulong)(Length - offset))
        {
            window = default;
            return false;
        }

        window = new ReadOnlySpan<byte>(_bytes + offset, length);
        return true;
    }

    public void Dispose()
    {
        Length = 0;
        _bytes = null;
        _mapping?.Dispose();
    }
}
