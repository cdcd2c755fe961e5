using System.Text.Json;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>
/// A stranger's JSON on its way to the parser: tells its first character beforehand, and refuses an object that is longer than
/// <see cref="MaxObject"/>, which the parser would hold whole. Does not own the stream. One reader.
/// </summary>
internal sealed class JsonInput(Stream stream) : Stream
{
    public const int MaxObject = 64 * 1024;

    private static readonly byte[] Skipped = [(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF];

    private readonly byte[] _kept = new byte[4096];
    private int _at;
    private int _length;
    private int _level;
    private int _depth;
    private int _size;
    private bool _inText;
    private bool _escaped;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The first character that is no white space and no byte order mark; 0 where the first 4 KB hold none.</summary>
    public async ValueTask<char> First(CancellationToken cancel)
    {
        while (_length < _kept.Length)
        {
            var read = await stream.ReadAsync(_kept.AsMemory(_length), cancel);
            var found = _kept.AsSpan(_length, read).IndexOfAnyExcept(Skipped);
            if (found >= 0)
            {
                var first = (char)_kept[_length + found];
                _at = _kept.AsSpan(0, 3).SequenceEqual((byte[])[0xEF, 0xBB, 0xBF]) ? 3 : 0;
                _length += read;
                _level = first == '[' ? 1 : 0;
                return first;
            }

            if (read == 0) break;
            _length += read;
        }

        return '\0';
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_at == _length)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            Measure(buffer.Span[..read]);
            return read;
        }

        var kept = _kept.AsMemory(_at, Math.Min(buffer.Length, _length - _at));
        kept.CopyTo(buffer);
        _at += kept.Length;
        Measure(kept.Span);
        return kept.Length;
    }

    private void Measure(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (_escaped) _escaped = false;
            else if (_inText && b == '\\') _escaped = true;
            else if (b == '"') _inText = !_inText;
            else if (!_inText && b is (byte)'{' or (byte)'[') _depth++;
            else if (!_inText && b is (byte)'}' or (byte)']') _depth--;
            if (++_size > MaxObject) throw new JsonException($"one object may have {MaxObject} bytes");
            if (!_inText && _depth <= _level && b is (byte)'}' or (byte)',' or (byte)'[') _size = 0;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
