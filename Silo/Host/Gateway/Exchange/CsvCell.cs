using System.Buffers;
using System.Text;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>
/// One cell of CSV. Spreadsheets run what begins with =, +, -, @, a tab or a return; an apostrophe before it makes it text. Reading takes
/// exactly that apostrophe away again.
/// </summary>
internal static class CsvCell
{
    private const string Formula = "=+-@\t\r'";
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    public static void Write(StringBuilder text, string cell)
    {
        var safe = cell.Length > 0 && Formula.Contains(cell[0]) ? "'" + cell : cell;
        if (!safe.AsSpan().ContainsAny(Quoted))
        {
            text.Append(safe);
            return;
        }

        text.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    public static string Read(string cell) => cell is ['\'', var second, ..] && Formula.Contains(second) ? cell[1..] : cell;
}
