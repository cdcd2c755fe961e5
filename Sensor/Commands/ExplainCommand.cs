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

    /// <summary>Captured text is in the lines: each is made safe for the terminal as a whole.</summary>
    private static void Print(Explanation explanation)
    {
        var first = true;
        foreach (var line in ExplanationText.Lines(explanation))
        {
            var safe = line.Length == 0 ? "" : Output.Safe(line);
            Output.Console.MarkupLine(first ? $"[bold]{safe}[/]" : safe);
            first = false;
        }
    }
}
