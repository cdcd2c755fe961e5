using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument targets</c>: the ports that attackers aim at most.</summary>
public static class TargetsCommand
{
    private static readonly TimeSpan UsualPeriod = TimeSpan.FromMinutes(15);

    public static Command Create()
    {
        var silo = new SiloOptions();
        var since = Arguments.Duration("--since", "Within this time before now (default: 15m)");
        var limit = Arguments.Number("--limit", "N", "How many at most", 1, 100, 20);
        var command = new Command("targets", "The ports and services that attackers aim at most, most first: from recorded evidence") { since, limit };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var list = await client.TargetsAsync(parsed.GetValue(since) ?? UsualPeriod, parsed.GetValue(limit), cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(list, ApiJson.Default.TargetList);
            else Print(list);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(TargetList list)
    {
        if (list.Targets.Length == 0)
        {
            Output.Console.WriteLine($"nobody aimed at a port since {Output.Time(list.Since)}");
            return;
        }

        var table = new ResultTable("port", "service", "count", "sources");
        foreach (var target in list.Targets)
            table.AddRow(target.Protocol.Length == 0 ? $"{target.Port}" : $"{target.Port}/{target.Protocol}", target.Service ?? "-", Output.Number(target.Count), Output.Number(target.Sources));
        table.Write(Output.Console);
        Output.Console.WriteLine($"since {Output.Time(list.Since)}");
    }
}
