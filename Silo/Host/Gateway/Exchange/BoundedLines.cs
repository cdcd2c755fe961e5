using System.Text;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>Reads a stranger's text line by line without ever holding a long one: what is over the bound is dropped and said. One reader.</summary>
internal sealed class BoundedLines(Stream stream, int maxLength) : IDisposable
{
    // Invalid UTF-8 becomes replacement characters: no address holds one, so such a line is named like any other bad line.
    private readonly StreamReader _reader = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 64 * 1024, leaveOpen: true);
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _line = new();
    private int _at;
    private int _length;

    /// <summary>Of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Null at the end. <c>TooLong</c> lines are cut to the bound.</summary>
    public async ValueTask<(string Text, bool TooLong)?> Next(CancellationToken cancel)
    {
        var (any, tooLong) = (false, false);
        _line.Clear();
        while (true)
        {
            if (_at == _length)
            {
                (_at, _length) = (0, await _reader.ReadAsync(_buffer, cancel));
                if (_length == 0) break;
            }

            any = true;
            var rest = _buffer.AsSpan(_at, _length - _at);
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            var room = maxLength - _line.Length;
            if (part.Length > room) tooLong = true;
            _line.Append(part[..Math.Min(room, part.Length)]);
            _at += end < 0 ? rest.Length : end + 1;
            if (end >= 0) break;
        }

        if (!any) return null;
        Number++;
        if (_line.Length > 0 && _line[^1] == '\r') _line.Length--;
        return (_line.ToString(), tooLong);
    }

    public void Dispose() => _reader.Dispose();
}
