using System.Runtime.CompilerServices;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>Bans in CSV. The first record names the columns, of which "address" must be one.</summary>
internal static class CsvReader
{
    public static async IAsyncEnumerable<BanLine> Read(Stream stream, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var records = new CsvRecords(stream);
        if (await records.Next(cancel) is not { } header) yield break;
        string[] columns = [.. header.Select(name => name.Trim())];
        if (Refuse(columns) is { } refusal)
        {
            yield return BanLine.Bad(1, refusal);
            yield break;
        }

        var fields = new BanFields();
        while (await records.Next(cancel) is { } cells)
        {
            if (cells is [""]) continue;
            yield return Line(records, columns, cells, fields);
        }
    }

    private static BanLine Line(CsvRecords records, string[] columns, IReadOnlyList<string> cells, BanFields fields)
    {
        var fault = records.Fault;
        if (fault is null && cells.Count != columns.Length) fault = $"it has {cells.Count} cells, the header {columns.Length}";
        for (var i = 0; fault is null && i < columns.Length; i++) fault = fields.Put(columns[i], CsvCell.Read(cells[i]));
        if (fault is null) return fields.Take(records.Number);
        fields.Clear();
        return BanLine.Bad(records.Number, fault);
    }

    private static string? Refuse(string[] columns)
    {
        if (!columns.Contains("address")) return "the first line must name the columns, 'address' among them";
        if (columns.FirstOrDefault(name => !BanFields.Known(name)) is { } unknown)
            return $"there is no column '{BanFields.Shown(unknown)}'; known are {string.Join(", ", BanFields.Names)} and ttlSeconds";
        return columns.Distinct().Count() < columns.Length ? "a column stands twice in the first line" : null;
    }
}
