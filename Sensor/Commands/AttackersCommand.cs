using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument attackers</c>: who was hostile lately, worst first.</summary>
public static class AttackersCommand
{
    private const int MostKinds = 3;

    public static Command Create()
    {
        var silo = new SiloOptions();
        var since = new Option<string?>("--since") { Description = "From when on: a time, or how long ago (default: 24h)", HelpName = "TIME|24h" };
        var until = new Option<string?>("--until") { Description = "Up to when: a time, or how long ago (default: now)", HelpName = "TIME|8h" };
        var limit = Arguments.Number("--limit", "N", "How many at most", 1, 500, 20);
        var command = new Command("attackers", "Who was hostile in a period, worst first: from recorded evidence, banned or not") { since, until, limit };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var list = await client.AttackersAsync(parsed.GetValue(since), parsed.GetValue(until), (int)parsed.GetValue(limit), cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(list, ApiJson.Default.AttackerList);
            else Print(list);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(AttackerList list)
    {
        if (list.Attackers.Length > 0)
        {
            var table = new ResultTable("address", "points", "first seen", "last seen", "verified", "now", "evidence");
            foreach (var a in list.Attackers)
            {
                table.AddRow(
                    a.Address.ToString(), Output.Number(a.Points), Output.Time(a.FirstSeen), Output.Time(a.LastSeen), a.Verified ? "yes" : "no", a.Banned ? "[red]banned[/]" : "not banned",
                    Evidence(a.Evidence));
            }

            table.Write(Output.Console);
        }

        Output.Console.WriteLine(list.Sources == 0
            ? $"nobody was hostile between {Output.Time(list.Since)} and {Output.Time(list.Until)}"
            : $"{Output.Number(list.Attackers.Length)} of {Output.Number(list.Sources)} hostile sources between {Output.Time(list.Since)} and {Output.Time(list.Until)}");
    }

    private static string Evidence(AttackerEvidence[] evidence)
    {
        var shown = evidence.Take(MostKinds).Select(e => $"{WireName.Of(e.Kind)}{(e.Technique.Length == 0 ? "" : " " + Output.Safe(e.Technique))} {Output.Number(e.Count)}");
        return string.Join(", ", shown) + (evidence.Length > MostKinds ? $" and {evidence.Length - MostKinds} more" : "");
    }
}
