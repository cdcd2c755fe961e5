using Spectre.Console;
using Spectre.Console.Rendering;

namespace Tegument.Sensor.Commands;

/// <summary>
/// Rows for people. Cells are markup: what came from elsewhere goes through <see cref="Output.Safe"/> first. Every column keeps its width
/// but the last, which may wrap; where even that does not fit the terminal, each row becomes a block of "name value" lines. Without a
/// terminal a row is always one line.
/// </summary>
public sealed class ResultTable(params string[] columns)
{
    private const int Gap = 2;

    /// <summary>A last column narrower than this reads worse than blocks do.</summary>
    private const int LeastLast = 20;

    private readonly List<string[]> _rows = [];

    /// <summary>False leaves the line of column names out.</summary>
    public bool ShowHeaders { get; init; } = true;

    public void AddRow(params string[] cells) => _rows.Add(cells);

    public void Write(IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        var widths = Widths(console);
        var last = console.Profile.Width - 1 - widths[..^1].Sum() - Gap * (columns.Length - 1);
        if (widths[^1] <= last) console.Write(Table(widths[^1]));
        else if (last >= LeastLast) console.Write(Table(last));
        else WriteBlocks(console);
    }

    private int[] Widths(IAnsiConsole console)
    {
        var options = RenderOptions.Create(console);
        return [.. columns.Select((name, i) => _rows.Select(row => Width(row[i])).Append(ShowHeaders ? name.Length : 0).Max())];

        int Width(string cell) => ((IRenderable)new Markup(cell)).Measure(options, int.MaxValue).Max;
    }

    private Table Table(int lastWidth)
    {
        var table = new Table().Border(TableBorder.None);
        table.ShowHeaders = ShowHeaders;
        for (var i = 0; i < columns.Length; i++)
        {
            var isLast = i == columns.Length - 1;
            var column = new TableColumn($"[bold]{Markup.Escape(columns[i].ToUpperInvariant())}[/]") { Padding = new Padding(0, 0, isLast ? 0 : Gap, 0), NoWrap = !isLast };
            if (isLast) column.Width = Math.Max(1, lastWidth);
            table.AddColumn(column);
        }

        foreach (var row in _rows) table.AddRow(row);
        return table;
    }

    private void WriteBlocks(IAnsiConsole console)
    {
        var name = columns.Skip(1).Max(c => c.Length);
        foreach (var row in _rows)
        {
            console.MarkupLine($"[bold]{row[0]}[/]");
            var block = new Grid();
            block.AddColumn(new GridColumn { Padding = new Padding(2, 0, Gap, 0), NoWrap = true, Width = name });
            block.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
            for (var i = 1; i < columns.Length; i++) block.AddRow(Markup.Escape(columns[i]), row[i]);
            console.Write(block);
        }
    }
}
