using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>An address or prefix a line. Blank lines and what follows '#' or ';' are skipped.</summary>
internal static class PlainReader
{
    private const int MaxLine = 1024;

    public static async IAsyncEnumerable<BanLine> Read(Stream stream, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var lines = new BoundedLines(stream, MaxLine);
        while (await lines.Next(cancel) is { } line)
        {
            var end = line.Text.AsSpan().IndexOfAny('#', ';');
            var text = (end < 0 ? line.Text : line.Text[..end]).Trim();
            if (text.Length == 0) continue;
            yield return IpPrefix.TryParse(text, out var prefix, out var error)
                ? new BanLine(lines.Number, new BanRow(prefix), null)
                : BanLine.Bad(lines.Number, text.Length > 60 ? $"'{BanFields.Shown(text)}' is not an IP address or prefix" : BanFields.Shown(error, 200));
        }
    }
}
