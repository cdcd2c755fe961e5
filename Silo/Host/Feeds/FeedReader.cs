using System.Globalization;
using System.Text;
using Tegument.Contracts.Addresses;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Host.Feeds;

/// <summary>Reads block lists. Never throws for what a list holds; stops at one entry more than the list may have.</summary>
public static class FeedReader
{
    private const int MaxLine = 4096;
    private static readonly char[] Separators = [',', ';', '\t'];

    public static FeedContent Read(FeedSource source, byte[] body)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        if (source.Format == FeedFormat.Misp) return MispReader.Read(body, source.MaxEntries);
        var lines = new StringReader(Encoding.UTF8.GetString(body));
        return source.Format == FeedFormat.Csv ? Csv(lines, source) : Plain(lines, source.MaxEntries);
    }

    private static FeedContent Plain(StringReader lines, int maxEntries)
    {
        var tally = new FeedTally(maxEntries);
        for (var number = 1; lines.ReadLine() is { } line && !tally.IsFull; number++)
        {
            var text = line.AsSpan().Trim();
            var end = text.IndexOfAny(" \t#;,");
            if (end >= 0) text = text[..end];
            if (text.Length > 0) tally.Take(text, number);
        }

        return tally.Content();
    }

    private static FeedContent Csv(StringReader lines, FeedSource source)
    {
        var tally = new FeedTally(source.MaxEntries);
        var byNumber = int.TryParse(source.Column, NumberStyles.None, CultureInfo.InvariantCulture, out var column);
        var separator = '\0';
        for (var number = 1; lines.ReadLine() is { } line && !tally.IsFull; number++)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line.Length > MaxLine)
            {
                tally.Junk("a line of more than 4096 characters", number);
                continue;
            }

            if (separator == '\0') separator = Separators.MaxBy(candidate => line.Count(c => c == candidate));
            var cells = CsvLine.Split(line, separator);
            if (!byNumber && column == 0)
            {
                column = cells.FindIndex(cell => cell.Equals(source.Column, StringComparison.OrdinalIgnoreCase)) + 1;
                if (column == 0) return new FeedContent(new HashSet<IpPrefix>(), 0, 0, null, $"line {number} has no column '{source.Column}'");
                continue;
            }

            // The headings of a list whose column is given by number.
            if (number == 1 && column <= cells.Count && cells[column - 1].All(c => char.IsLetter(c) || c is '_' or ' ' or '-')) continue;
            if (column > cells.Count) tally.Junk($"{cells.Count} columns", number);
            else tally.Take(cells[column - 1].AsSpan().Trim(), number);
        }

        return tally.Content();
    }
}
