using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument hosts</c>: every host with what it enforces.</summary>
public static class HostsCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var command = new Command("hosts", "List the hosts: enforced of decided, lag, packets lost");
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var list = await client.HostsAsync(cancel);
            if (parsed.GetValue(silo.Json))
            {
                Output.Json(list, ApiJson.Default.HostList);
                return ExitCode.Ok;
            }

            var table = new ResultTable("host", "state", "mode", "backend", "enforced", "dropped", "packets", "lost", "last heard", "trouble");
            foreach (var host in list.Hosts)
            {
                var report = host.Report;
                table.AddRow(
                    Output.Safe(report.Host), host.Online ? "online" : "silent", LockdownTexts.Mode(report), Output.Safe(report.Backend),
                    $"{report.Enforced} of {report.Decided}", Output.Number(report.DroppedByBans), Output.Number(report.Packets), Output.Number(report.KernelDrops),
                    $"{Output.Span(host.LagSeconds)} ago", Output.Safe(report.Stale));
            }

            if (list.Hosts.Length > 0) table.Write(Output.Console);
            else Output.Console.WriteLine("no hosts yet");
            return ExitCode.Ok;
        });
        return command;
    }
}
