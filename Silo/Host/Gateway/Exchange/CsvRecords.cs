using System.Text;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>Reads RFC 4180 record by record: quoted cells may hold commas, line ends and doubled quotes. Bounded per record. One reader.</summary>
internal sealed class CsvRecords(Stream stream) : IDisposable
{
    private const int MaxRecord = 16 * 1024;

    private readonly StreamReader _reader = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 64 * 1024, leaveOpen: true);
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly List<string> _cells = [];
    private readonly StringBuilder _cell = new();
    private int _at;
    private int _length;
    private long _line = 1;

    /// <summary>The line on which the record that was read last begins.</summary>
    public long Number { get; private set; }

    /// <summary>What is wrong with the record that was read last; null when nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>The cells, good until the next call; null at the end.</summary>
    public async ValueTask<IReadOnlyList<string>?> Next(CancellationToken cancel)
    {
        _cells.Clear();
        _cell.Clear();
        (Number, Fault) = (_line, null);
        var (any, quoted, closed, size) = (false, false, false, 0);
        while (true)
        {
            if (_at == _length)
            {
                (_at, _length) = (0, await _reader.ReadAsync(_buffer, cancel));
                if (_length == 0) break;
            }

            var c = _buffer[_at++];
            any = true;
            if (c == '\n') _line++;
            if (++size > MaxRecord)
            {
                // Quotes mean nothing any more: the record ends with its line.
                Fault ??= $"a record may have {MaxRecord} characters";
                if (c == '\n') return Finish();
                continue;
            }

            if (quoted)
            {
                if (c == '"') (quoted, closed) = (false, true);
                else _cell.Append(c);
            }
            else if (c == '"' && closed)
            {
                _cell.Append('"');
                (quoted, closed) = (true, false);
            }
            else if (c == '"' && _cell.Length == 0) quoted = true;
            else if (c == ',')
            {
                Cell();
                closed = false;
            }
            else if (c == '\n') return Finish();
            else if (c != '\r')
            {
                if (closed || c == '"') Fault ??= "a quote stands in the middle of a cell";
                _cell.Append(c);
            }
        }

        if (!any) return null;
        if (quoted) Fault ??= "a quoted cell is never closed";
        return Finish();
    }

    public void Dispose() => _reader.Dispose();

    private List<string> Finish()
    {
        Cell();
        return _cells;
    }

    private void Cell()
    {
        _cells.Add(_cell.ToString());
        _cell.Clear();
    }
}
