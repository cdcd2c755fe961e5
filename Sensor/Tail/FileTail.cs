using System.Buffers.Binary;
using System.Security.Cryptography;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Tail;

/// <summary>Takes whole lines, without their end.</summary>
/// <param name="line">Borrowed for the call; hostile bytes.</param>
/// <param name="end">Where the next line begins.</param>
public delegate void TailLine(ReadOnlySpan<byte> line, long end);

/// <summary>
/// Follows one path as another program writes it: whole lines only, through rotation (by rename: the old file is read to its end first, once
/// it has been quiet for a moment), truncation (from the start again), replacement and absence. Owned by one thread, which calls
/// <see cref="Read"/> now and then; nothing waits here.
/// </summary>
/// <remarks>A line longer than <see cref="MaxLine"/> is skipped whole and counted.</remarks>
public sealed class FileTail : IDisposable
{
    /// <summary>Bytes; Suricata's longest lines (packet, payload and HTTP body) are some 200 KB.</summary>
    public const int MaxLine = 1 << 20;

    private const int Chunk = 1 << 16;

    /// <summary>What tells a file from another under the same inode.</summary>
    private const int HeadBytes = 1024;

    /// <summary>A renamed file is written on until its program opens the new one: so many empty reads, and it is done.</summary>
    private const int QuietReads = 4;

    private readonly string _path;
    private TailPosition? _resume;
    private FileStream? _file;
    private FileIdentity _identity;
    private ulong _head;
    private byte[] _buffer = new byte[Chunk];
    private int _start;
    private int _filled;
    private long _offset;
    private bool _skipping;
    private int _quiet;

    /// <param name="resume">Where to go on; null begins at the file's start.</param>
    public FileTail(string path, TailPosition? resume)
    {
        ArgumentNullException.ThrowIfNull(path);
        _path = path;
        _resume = resume;
    }

    /// <summary>Lines too long to be read.</summary>
    public long TooLong { get; private set; }

    /// <summary>The file became shorter than what was read of it.</summary>
    public long Truncations { get; private set; }

    /// <summary>Another file stood at the path.</summary>
    public long Rotations { get; private set; }

    /// <summary>Why nothing can be read; null while the file is there.</summary>
    public string? Trouble { get; private set; } = "not opened yet";

    /// <summary>After the last whole line that was handed out; null before any file was opened.</summary>
    public TailPosition? Position => _file is null ? _resume : new TailPosition(_identity.Device, _identity.Inode, _head, _offset);

    /// <summary>Hands out what has been written since, at most so many lines. Answers how many; 0 when nothing is there yet.</summary>
    public int Read(TailLine take, int limit)
    {
        ArgumentNullException.ThrowIfNull(take);
        if (_file is null && !Open()) return 0;
        if (WasRewritten()) Restart();
        var lines = 0;
        while (lines < limit)
        {
            if (Line(take)) lines++;
            else if (!Fill()) break;
        }

        if (lines > 0) _quiet = 0;
        else Settle();
        return lines;
    }

    /// <summary>Hands out what stands behind the last whole line, for a file that nobody writes any more.</summary>
    public void Rest(TailLine take)
    {
        ArgumentNullException.ThrowIfNull(take);
        if (_filled > _start && !_skipping) take(_buffer.AsSpan(_start, _filled - _start), _offset + _filled - _start);
    }

    public void Dispose() => _file?.Dispose();

    private bool Open()
    {
        try
        {
            if (FileIdentity.Of(_path) is not { } identity) return Away("no such file");
            _file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            _identity = identity;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Away(e.Message.ReplaceLineEndings(" "));
        }

        (_start, _filled, _offset, _skipping, _quiet, Trouble) = (0, 0, 0, false, 0, null);
        _head = HeadOf(_file);
        var resume = _resume;
        _resume = null;
        if (resume is null || resume.Device != _identity.Device || resume.Inode != _identity.Inode) return true;
        if (resume.Head != 0 && resume.Head != _head) return true;
        if (resume.Offset <= RandomAccess.GetLength(_file.SafeFileHandle)) _offset = resume.Offset;
        else Truncations++;
        return true;
    }

    private bool Away(string why)
    {
        _file?.Dispose();
        _file = null;
        Trouble = why;
        return false;
    }

    private static ulong HeadOf(FileStream file)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        var read = RandomAccess.Read(file.SafeFileHandle, head, 0);
        var end = head[..read].IndexOf((byte)'\n');
        if (end < 0 && read < head.Length) return 0;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(head[..(end < 0 ? read : end)], hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash) | 1;
    }

    /// <summary>The next whole line of the buffer. <see cref="_offset"/> is where <see cref="_start"/> lies in the file.</summary>
    private bool Line(TailLine take)
    {
        var end = _buffer.AsSpan(_start, _filled - _start).IndexOf((byte)'\n');
        if (end < 0) return false;
        var line = _buffer.AsSpan(_start, end);
        _offset += end + 1;
        _start += end + 1;
        if (_skipping) (_skipping, TooLong) = (false, TooLong + 1);
        else take(line.Length > 0 && line[^1] == '\r' ? line[..^1] : line, _offset);
        return true;
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
            (_start, _filled) = (0, _filled - _start);
        }

        if (_filled == _buffer.Length) Widen();
        var read = RandomAccess.Read(_file!.SafeFileHandle, _buffer.AsSpan(_filled), _offset + _filled);
        _filled += read;
        return read > 0;
    }

    private void Widen()
    {
        if (_buffer.Length < MaxLine)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
            return;
        }

        // The rest of the line is read and let go; the offset moves on, since none of it is ever wanted again.
        _skipping = true;
        _offset += _filled;
        _filled = 0;
    }

    /// <summary>Shorter than what was read, or another first line under the same inode (copytruncate).</summary>
    private bool WasRewritten()
    {
        if (RandomAccess.GetLength(_file!.SafeFileHandle) < _offset) return true;
        var head = HeadOf(_file);
        if (_head == 0) _head = head;
        return head != _head;
    }

    private void Restart()
    {
        Truncations++;
        (_start, _filled, _offset, _skipping, _quiet) = (0, 0, 0, false, 0);
        _head = HeadOf(_file!);
    }

    /// <summary>Nothing came: is it still the file at the path?</summary>
    private void Settle()
    {
        if (FileIdentity.Of(_path) is not { } now || now == _identity || ++_quiet < QuietReads) return;
        Rotations++;
        _file!.Dispose();
        _file = null;
        Open();
    }
}
