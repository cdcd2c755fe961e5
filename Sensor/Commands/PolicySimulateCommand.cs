using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Client;
using Tegument.Contracts.Policy;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument policy simulate FILE</c>: whom it would newly have banned or spared, on the evidence that the silo recorded.</summary>
public static class PolicySimulateCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var silo = new SiloOptions();
        var file = PolicyCommand.File();
        file.Arity = ArgumentArity.ZeroOrOne;
        file.Description = "A policy file; - reads standard input; nothing is the policy that runs, for a look at another --posture";
        var since = Arguments.Duration("--since", "How far back (default: 24h)");
        var posture = Arguments.Posture("Judge all under this posture (default: those that were in force)");
        var command = new Command("simulate", "Whom a policy would newly have banned or spared, on recorded evidence; changes nothing") { file, since, posture };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetValue(file);
            var text = path is null ? null : PolicyCommand.Checked(path);
            using var client = new TegumentClient(silo.Endpoint(parsed), Patience);
            var request = new SimulationRequest(text, (parsed.GetValue(since) ?? TimeSpan.FromDays(1)).TotalSeconds, parsed.GetValue(posture));
            var reply = await client.SimulatePolicyAsync(request, cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(reply, ApiJson.Default.SimulationReply);
            else Print(reply);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(SimulationReply reply)
    {
        var console = Output.Console;
        foreach (var change in reply.Changes) console.WriteLine(change);
        var totals = reply.Totals;
        var under = reply.Posture is { } posture ? $"under {WireName.Of(posture).ToUpperInvariant()}" : "under the postures that were in force";
        console.WriteLine(
            $"{Output.Time(reply.From)} to {Output.Time(reply.To)}, {under}: {Output.Number(totals.Sources)} sources, "
            + $"{Output.Number(totals.BannedByRunning)} banned by the running policy, {Output.Number(totals.BannedByProposed)} by this one");
        Print("newly banned", totals.NewlyBanned, reply.NewlyBanned);
        Print("spared", totals.Spared, reply.Spared);
        if (totals.LeftOut + reply.NotRecorded > 0)
            console.WriteLine($"{Output.Number(totals.LeftOut + reply.NotRecorded)} items found no room in the record; what they would change is not told");
    }

    private static void Print(string what, long total, SimulatedChange[] changes)
    {
        if (total == 0)
        {
            Output.Console.WriteLine($"{what}: nobody");
            return;
        }

        Output.Console.WriteLine($"{what}: {Output.Number(total)}{(total > changes.Length ? $", the first {Output.Number(changes.Length)} are listed" : "")}");
        var table = new ResultTable("address", "score now", "score then", "for", "verified", "first ban", "reason", "held back by");
        foreach (var c in changes)
        {
            table.AddRow(
                Output.Safe(c.Address), Output.Number(Math.Round(c.RunningScore, 1)), Output.Number(Math.Round(c.ProposedScore, 1)), Output.Span(c.TtlSeconds),
                c.Verified ? "yes" : "no", Output.Time(c.At), Output.Safe(c.Reason), Output.Safe(c.Note));
        }

        table.Write(Output.Console);
    }
}
