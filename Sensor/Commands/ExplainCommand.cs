using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Reputation;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument explain ADDRESS</c>: the whole sum behind a standing.</summary>
public static class ExplainCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var address = Arguments.Address();
        var command = new Command("explain", "Why is an address banned, or not: evidence, weights, posture, and what would change it") { address };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var explanation = await client.ExplainAsync(parsed.GetValue(address), cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(explanation, ApiJson.Default.Explanation);
            else Print(explanation);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Explanation e)
    {
        var console = Output.Console;
        var threshold = e.Threshold is { } t ? $"bans at {Output.Number(t)}" : "never bans";
        console.MarkupLine($"[bold]{e.Address}[/]{(e.Key == e.Address.ToString() ? "" : $" (judged as {Output.Safe(e.Key)})")} is [bold]{WireName.Of(e.Standing)}[/], score {Output.Number(e.Score)}; {WireName.Of(e.Posture).ToUpperInvariant()} {threshold}");
        if (e.Protection is not null) console.MarkupLine($"protected: {Output.Safe(e.Protection)}");
        if (e.Note is not null) console.MarkupLine($"note: {Output.Safe(e.Note)}");
        foreach (var ban in e.Bans)
            console.MarkupLine($"ban: {ban.Prefix} {WireName.Of(ban.Origin)} by {Output.Safe(ban.Actor)} until {Output.Time(ban.Expires)}: {Output.Safe(ban.Reason)}");
        if (e.Evidence.Length > 0)
        {
            var table = new ResultTable("evidence", "technique", "count", "ports", "targets", "verified", "points", "now", "sensor", "first seen", "last seen");
            foreach (var c in e.Evidence)
            {
                table.AddRow(
                    WireName.Of(c.Kind), Output.Safe(c.Technique), Output.Number(c.Count), Output.Number(c.Ports), Output.Number(c.Targets), c.Verified ? "yes" : "no",
                    Output.Number(c.Points), Output.Number(Math.Round(c.PointsNow, 1)), Output.Safe(c.Sensor), Output.Time(c.FirstSeen), Output.Time(c.LastSeen));
            }

            table.Write(console);
        }

        console.MarkupLine($"corroboration x{e.Corroboration:0.##} ({e.Sensors.Length} sensor(s)), {e.Strikes} strike(s), {(e.Verified ? "verified" : "not verified: the source may be forged")}");
        console.MarkupLine($"would change: {Output.Safe(e.Flip)}");
    }
}
