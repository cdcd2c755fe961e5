using System.CommandLine;
using System.Text.Json.Serialization;
using Spectre.Console;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Eve;
using Tegument.Sensor.Replay;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument import eve FILE</c>: alerts that Suricata has written become evidence, at the silo or, with --dry-run, in this process alone.</summary>
public static class ImportCommand
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    public static Command Create() => new("import", "Take what other programs have written as evidence") { Eve() };

    private static Command Eve()
    {
        var silo = new SiloOptions();
        var file = new Argument<string>("file") { Description = "An eve.json of Suricata", HelpName = "FILE" };
        var dry = new Option<bool>("--dry-run") { Description = "Judge the alerts here, in their own time; no silo is told" };
        var posture = Arguments.Posture("With --dry-run: the posture to judge under (default: balanced)");
        var home = Arguments.Home("Networks that are ours: alerts about them are incidents and ban nobody");
        var age = Arguments.Duration("--max-age", "Leave out what was last seen longer ago (default: 1d)");
        var name = new Option<string>("--name") { Description = "The sensor's name", HelpName = "NAME", DefaultValueFactory = _ => Environment.MachineName };
        var command = new Command("eve", "Suricata's eve.json: alerts by severity; everything else is counted") { file, dry, posture, home, age, name };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetValue(file)!;
            var ours = parsed.GetValue(home) ?? [];
            if (!parsed.GetValue(dry) && parsed.GetValue(posture) is not null) throw new CommandException("--posture goes with --dry-run: the silo judges under its own", ExitCode.BadInput);
            var endpoint = parsed.GetValue(dry) ? null : silo.Endpoint(parsed, DataDirectory.AgentToken);
            try
            {
                if (endpoint is null)
                {
                    var (read, judged, incidents) = EveReplay.Run(path, parsed.GetValue(posture) ?? PostureLevel.Balanced, ours, cancel);
                    Show(new ImportReply(read, null, null, judged, incidents), parsed.GetValue(silo.Json));
                    return ExitCode.Ok;
                }

                var eve = new EveFile(path, address => Array.Exists(ours, network => network.Contains(address)));
                var report = eve.Read(null, cancel);
                var since = DateTimeOffset.UtcNow - (parsed.GetValue(age) ?? MaxAge);
                var (items, victims) = eve.Evidence.Drain();
                var old = items.RemoveAll(i => i.LastSeen < since) + victims.RemoveAll(i => i.LastSeen < since);
                await EveSender.Send(endpoint, parsed.GetValue(name)!, AgentVersion.Text, path, items, victims, cancel);
                Show(new ImportReply(report, items.Count + victims.Count, old, null, null), parsed.GetValue(silo.Json));
                return ExitCode.Ok;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CommandException(e.Message.ReplaceLineEndings(" "), ExitCode.BadInput);
            }
        });
        return command;
    }

    private static void Show(ImportReply reply, bool json)
    {
        if (json)
        {
            Output.Json(reply, ImportJson.Default.ImportReply);
            return;
        }

        var console = Output.Console;
        if (reply.Read.Alerts.Length > 0)
        {
            var table = new ResultTable("source", "destination", "evidence against", "severity", "count", "rule", "signature");
            foreach (var a in reply.Read.Alerts.OrderByDescending(a => a.Count))
                table.AddRow(a.Source, a.Destination, a.Attacker, Output.Number(a.Severity), Output.Number(a.Count), a.Rule, Output.Safe(a.Signature));
            table.Write(console);
        }

        foreach (var address in reply.Judged ?? [])
        {
            var outcome = address.Ban is { } ban ? $"would be banned for {Output.Span(ban.TtlSeconds)}: {ban.Reason}" : $"{address.Standing}, score {Output.Number(Math.Round(address.Score, 1))}";
            console.MarkupLine($"{address.Address}: {Output.Safe(outcome)}");
        }

        var events = string.Join(", ", reply.Read.Events.OrderByDescending(e => e.Value).Select(e => $"{Output.Safe(e.Key)} {Output.Number(e.Value)}"));
        var bad = reply.Read.BrokenAlerts + reply.Read.TooLong == 0 ? "" : $"; {reply.Read.BrokenAlerts} alerts without a readable time or address, {reply.Read.TooLong} lines too long";
        var sent = reply.Sent is null ? "" : $"; {Output.Number(reply.Sent.Value)} incidents acknowledged by the silo, {Output.Number(reply.TooOld ?? 0)} left out for their age";
        console.MarkupLine($"{Output.Number(reply.Read.Lines)} events ({events}){bad}{sent}");
    }
}

/// <summary>The verb's JSON. Without a dry run <paramref name="Sent"/> and <paramref name="TooOld"/> count incidents; with one, the rest is there.</summary>
internal sealed record ImportReply(EveReport Read, long? Sent, long? TooOld, ReplayAddress[]? Judged, ReplayIncident[]? Incidents);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImportReply))]
internal sealed partial class ImportJson : JsonSerializerContext;
