using System.CommandLine;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument status</c>: is the fleet protected, and how well is it enforced.</summary>
public static class StatusCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var command = new Command("status", "Is the fleet protected: posture, hosts, bans decided and enforced");
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var status = await client.StatusAsync(cancel);
            if (parsed.GetValue(silo.Json))
            {
                Output.Json(status, ApiJson.Default.StatusReply);
                return ExitCode.Ok;
            }

            var totals = status.Totals;
            var grid = new ResultTable("what", "now") { ShowHeaders = false };
            grid.AddRow("posture", $"[bold]{WireName.Of(status.Posture.Level).ToUpperInvariant()}[/] set by {Output.Safe(status.Posture.SetBy)}: {Output.Safe(status.Posture.Reason)}");
            grid.AddRow("hosts", $"{totals.Online} of {totals.Hosts} online, {totals.Enforcing} enforcing{(totals.Enforcing == 0 ? " ([bold]OBSERVE ONLY[/])" : "")}");
            grid.AddRow("bans", $"{totals.Bans} in the ledger; enforced {totals.Enforced} of {totals.Decided} decided");
            if (status.Policy is { } policy)
                grid.AddRow("policy", $"{WireName.Of(policy.State)}: version {Output.Safe(policy.Version)} since {Output.Time(policy.LoadedAt)}{(policy.Fault is { } fault ? $"; [bold]{Output.Safe(fault)}[/]" : "")}");
            grid.AddRow("storage", $"{WireName.Of(status.Storage.State)}{(status.Storage.Detail is { } detail ? ": " + Output.Safe(detail) : "")}");
            grid.AddRow("silo", $"{Output.Safe(status.Version)}, up {Output.Span(status.UptimeSeconds)}, {Output.Count(status.Links.Open, "link")}, {Output.Number(status.Links.Batches)} batches");
            grid.Write(Output.Console);
            return ExitCode.Ok;
        });
        return command;
    }
}
