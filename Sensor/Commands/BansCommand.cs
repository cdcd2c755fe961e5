using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument bans</c>: the ledger, page by page.</summary>
public static class BansCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var limit = Arguments.Number("--limit", "N", "How many at most", 1, 1_000_000, 1000);
        var sort = new Option<string?>("--sort") { Description = "The order; -expires is the longest first", HelpName = "[-]prefix|expires|created|score" };
        var filters = new BanFilterOptions();
        var command = new Command("bans", "List the active bans; export and import them as files") { limit, sort, BansExportCommand.Create(), BansImportCommand.Create() };
        filters.AddTo(command);
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var filter = Sorted(filters.Filter(parsed), parsed.GetValue(sort));
            var most = parsed.GetValue(limit);
            using var client = silo.Client(parsed);
            var rows = new List<BanView>();
            await foreach (var ban in client.AllBansAsync(filter, cancel))
            {
                rows.Add(ban);
                if (rows.Count == most) break;
            }

            Print(rows, parsed.GetValue(silo.Json));
            return ExitCode.Ok;
        });
        return command;
    }

    private static BanFilter Sorted(BanFilter filter, string? text)
    {
        if (text is null) return filter;
        var descending = text.StartsWith('-');
        return WireName.TryParse<BanSort>(descending ? text[1..] : text, out var sort)
            ? filter with { Sort = sort, Descending = descending }
            : throw new CommandException($"--sort '{text}': expected prefix, expires, created or score, with - before it for the other direction", ExitCode.BadInput);
    }

    private static void Print(List<BanView> rows, bool json)
    {
        if (json)
        {
            foreach (var ban in rows) Output.Json(ban, ApiJson.Default.BanView);
            return;
        }

        var table = new ResultTable("address", "origin", "left", "score", "by", "reason");
        foreach (var ban in rows)
        {
            table.AddRow(
                ban.Address.ToString(), WireName.Of(ban.Origin), Output.Span(ban.SecondsLeft), ban.Origin == BanOrigin.Automatic ? Output.Number(ban.Score) : "-",
                Output.Safe(ban.Actor), Output.Safe(ban.Reason));
        }

        if (rows.Count > 0) table.Write(Output.Console);
        Output.Console.WriteLine(rows.Count == 0 ? "no bans" : Output.Count(rows.Count, "ban"));
    }
}
