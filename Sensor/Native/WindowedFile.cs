using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Tegument.Sensor.Native;

/// <summary>
/// A regular file of any size, read front to back through windows onto one small buffer. Measured on a capture of a gigabyte, it costs
/// half of what a memory mapping does (the copy warms the cache that page faults leave cold), and a file that shrinks meanwhile is a
/// short read, not a signal. One reader thread; a window is valid until the next one is asked for.
/// </summary>
public sealed class WindowedFile : IDisposable
{
    /// <summary>The longest window, in bytes.</summary>
    public const int MaxWindow = 512 * 1024;
    private const int ReadAhead = 128 * 1024;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MaxWindow);
    private readonly SafeFileHandle _file;
    private long _start;
    private int _filled;

    private WindowedFile(SafeFileHandle file, long length)
    {
        _file = file;
        Length = length;
    }

    /// <summary>Bytes that can be read, as of opening; 0 after dispose.</summary>
    public long Length { get; private set; }

    /// <summary>Why the last read failed, when the system said so; null when there was just nothing more.</summary>
    public string? Failure { get; private set; }

    /// <exception cref="NativeErrorException">The kernel refused. Pipes and devices are refused as <see cref="Errno.IllegalSeek"/>, without
    /// waiting for their other end.</exception>
    public static WindowedFile Open(string path)
    {
        var file = Libc.Open(path, Libc.ReadOnlyNonBlockingCloseOnExec);
        try
        {
            if (file.IsInvalid) throw NativeErrorException.Last("open");
            var length = Libc.Seek(file, 0, Libc.SeekEnd);
            if (length < 0) throw NativeErrorException.Last("seek");
            if (Directory.Exists(path)) throw new NativeErrorException("open", Errno.IsDirectory);
            return new WindowedFile(file, length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A window onto the file; the one before ends. False when any part of it lies outside, or could not be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWindow(long offset, int length, out ReadOnlySpan<byte> window)
    {
        var at = (ulong)(offset - _start);
        if (at <= (uint)_filled && (uint)length <= (uint)_filled - at)
        {
            window = _buffer.AsSpan((int)at, length);
            return true;
        }

        return TryRead(offset, length, out window);
    }

    /// <summary>A view of what has been read already: no input, and the window stays. False when any part of it has not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPeek(long offset, int length, out ReadOnlySpan<byte> bytes)
    {
        var at = (ulong)(offset - _start);
        var inside = at <= (uint)_filled && (uint)length <= (uint)_filled - at;
        bytes = inside ? _buffer.AsSpan((int)at, length) : default;
        return inside;
    }

    public void Dispose()
    {
        Length = 0;
        _filled = 0;
        _file.Dispose();
    }

    private bool TryRead(long offset, int length, out ReadOnlySpan<byte> window)
    {
        window = default;
        if (length is < 0 or > MaxWindow || offset < 0 || length > Length - offset) return false;
        _start = offset;
        _filled = 0;
        var wanted = (int)Math.Min(Math.Max(length, ReadAhead), Length - offset);
        try
        {
            while (_filled < wanted)
            {
                var read = RandomAccess.Read(_file, _buffer.AsSpan(_filled, wanted - _filled), offset + _filled);
                if (read == 0) break;
                _filled += read;
            }
        }
        catch (IOException e)
        {
            Failure = e.Message;
        }

        if (_filled < length) return false;
        window = _buffer.AsSpan(0, length);
        return true;
    }
}
