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
        var origin = new Option<string?>("--origin") { Description = "Only automatic, manual, feed or api bans", HelpName = "automatic|manual|feed|api" };
        var command = new Command("bans", "List the active bans") { limit, origin };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            BanOrigin? only = null;
            if (parsed.GetValue(origin) is { } text)
            {
                if (!WireName.TryParse<BanOrigin>(text, out var value)) throw new CommandException($"--origin '{text}': expected automatic, manual, feed or api", ExitCode.BadInput);
                only = value;
            }

            var most = parsed.GetValue(limit);
            using var client = silo.Client(parsed);
            var rows = new List<BanView>();
            await foreach (var ban in client.AllBansAsync(new BanFilter { Origin = only }, cancel))
            {
                rows.Add(ban);
                if (rows.Count == most) break;
            }

            Print(rows, parsed.GetValue(silo.Json));
            return ExitCode.Ok;
        });
        return command;
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
