using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Replay;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument replay FILE</c>: the same chain as live, over a capture, in packet time.</summary>
public static class ReplayCommand
{
    private const int MostEvidence = 4;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A pcap or pcapng file", HelpName = "FILE" };
        file.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[0].Value.Length == 0) result.AddError("the file's name is empty");
        });
        var json = new Option<bool>("--json") { Description = "For programs: one JSON object a line" };
        var posture = Arguments.Posture("The posture to judge under (default: balanced)");
        var home = Arguments.Home("Networks that are ours and never banned, separated by commas");
        var filter = Arguments.Filter("Judge only packets that pass this tcpdump expression");
        var policy = Arguments.Policy("Judge by this policy file (default: the shipped policy)");
        var command = new Command("replay", "Judge a capture file: who would have been banned, and why") { file, json, posture, home, filter, policy };
        command.SetAction((parsed, cancel) =>
        {
            var options = new ReplayOptions(parsed.GetValue(file)!, parsed.GetValue(posture) ?? PostureLevel.Balanced, parsed.GetValue(home) ?? [], parsed.GetValue(filter), parsed.GetValue(policy));
            return Task.FromResult(Run(options, parsed.GetValue(json), cancel));
        });
        return command;
    }

    private static int Run(ReplayOptions options, bool json, CancellationToken cancel)
    {
        ReplayReport report;
        using (var bar = new ProgressLine())
        {
            try
            {
                report = new ReplayRun(options).Run(bar.Shown ? bar.Update : null, cancel);
            }
            catch (CaptureFormatException e)
            {
                throw new CommandException(e.Message, ExitCode.BadInput);
            }
            catch (PolicyFaultException e)
            {
                throw new CommandException(e.Message, ExitCode.BadInput);
            }
        }

        if (json) PrintJson(report);
        else PrintTables(report);
        if (report.Damage is null) return ExitCode.Ok;
        Console.Error.WriteLine($"tegument: {options.File}: {report.Damage}; what came before it was judged");
        return ExitCode.BadInput;
    }

    private static void PrintJson(ReplayReport report)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 65_536);
        foreach (var address in report.Addresses) output.WriteLine(System.Text.Json.JsonSerializer.Serialize(address, ReplayJson.Default.ReplayAddress));
        foreach (var incident in report.Incidents) output.WriteLine(System.Text.Json.JsonSerializer.Serialize(incident, ReplayJson.Default.ReplayIncident));
        output.WriteLine(System.Text.Json.JsonSerializer.Serialize(new ReplaySummaryLine(report.Summary), ReplayJson.Default.ReplaySummaryLine));
    }

    private static void PrintTables(ReplayReport report)
    {
        var console = Output.Console;
        if (report.Addresses.Length > 0)
        {
            var table = new ResultTable("address", "standing", "score", "verified", "evidence", "what would have happened");
            foreach (var a in report.Addresses.OrderByDescending(a => a.Score).ThenBy(a => a.Address, StringComparer.Ordinal))
            {
                var standing = a.Standing switch { "banned" => "[red]banned[/]", "suspect" => "[yellow]suspect[/]", _ => "clean" };
                var outcome = a.Ban is { } ban ? $"banned for {Output.Span(ban.TtlSeconds)}: {Output.Safe(ban.Reason)}" : a.Note is null ? "nothing" : $"nothing: {Output.Safe(a.Note)}";
                table.AddRow(Output.Safe(a.Prefix is null ? a.Address : $"{a.Address} ({a.Prefix})"), standing, Output.Number(Math.Round(a.Score, 1)), a.Verified ? "yes" : "no", Evidence(a), outcome);
            }

            table.Write(console);
        }

        if (report.Incidents.Length > 0)
        {
            var table = new ResultTable("incident", "target", "sources", "packets", "from", "to", "by");
            foreach (var i in report.Incidents)
                {
                var most = i.TopSources.FirstOrDefault();
                table.AddRow(
                    IncidentTexts.Name(i.Incident, i.Technique), i.Target, Output.Number(i.Sources), Output.Number(i.Packets), i.FirstSeen, i.LastSeen,
                    IncidentTexts.By(i.Mac, most?.Address, most?.Packets ?? 0, i.Detail));
            }


            table.Write(console);
        }

        var s = report.Summary;
        var faults = s.Faults.Count == 0 ? "" : "; " + string.Join(", ", s.Faults.Select(f => $"{f.Value} {f.Key}"));
        var reassembled = s.Reassembled == 0 ? "" : $"; {Output.Number(s.Reassembled)} {(s.Reassembled == 1 ? "datagram" : "datagrams")} put together from fragments";
        var tunnels = s.Tunnels.Count == 0 ? "" : "; inside " + string.Join(", ", s.Tunnels.Select(t => $"{t.Key} {t.Value}"));
        console.WriteLine(
            $"{Output.Number(s.Packets)} packets in {Output.Number(s.Flows)} flows over {(s.Seconds < 10 ? $"{s.Seconds:0.0}s" : Output.Span(s.Seconds))}, {report.Addresses.Count(a => a.Ban is not null)} would be banned, {report.Enforced} would be in the kernel at the end ({Output.Number(s.PacketsPerSecond)} packets/s{faults}{tunnels}{reassembled})");
    }

    private static string Evidence(ReplayAddress address)
    {
        var items = address.Evidence.Take(MostEvidence).Select(e => $"{e.Kind}{(e.Technique is null ? "" : "/" + Output.Safe(e.Technique))} {Output.Number(e.Count)}");
        return string.Join(", ", items) + (address.Evidence.Length > MostEvidence ? $" and {address.Evidence.Length - MostEvidence} more" : "");
    }
}
