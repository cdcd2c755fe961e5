namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>The lines of one segment of a text dialogue, without their ends. Reads a bounded head of it; a login's lines are short.</summary>
internal ref struct TextLines(ReadOnlySpan<byte> segment)
{
    private const int MostBytes = 2048;
    private ReadOnlySpan<byte> _rest = segment[..Math.Min(segment.Length, MostBytes)];

    /// <summary>The line reached.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>The segment holds its end too.</summary>
    public bool IsWhole { get; private set; }

    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        var end = _rest.IndexOf((byte)'\n');
        IsWhole = end >= 0;
        Line = (IsWhole ? _rest[..end] : _rest).TrimEnd((byte)'\r');
        _rest = IsWhole ? _rest[(end + 1)..] : default;
        return true;
    }

    /// <summary>True when the line begins with this word in any case; the word is given in capitals.</summary>
    public static bool Begins(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word) =>
        line.Length >= word.Length && System.Text.Ascii.EqualsIgnoreCase(line[..word.Length], word) && (line.Length == word.Length || line[word.Length] == ' ');

    /// <summary>What follows the first space.</summary>
    public static ReadOnlySpan<byte> AfterWord(ReadOnlySpan<byte> line) => line.IndexOf((byte)' ') is var space and >= 0 ? line[(space + 1)..] : default;
}
