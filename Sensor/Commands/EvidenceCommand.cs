using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument evidence</c>: what sensors told, from the record, the latest first.</summary>
public static class EvidenceCommand
{
    private const int MostPorts = 5;
    private const int MostSample = 60;

    public static Command Create()
    {
        var silo = new SiloOptions();
        var source = Source();
        var kind = Kind();
        var technique = new Option<string?>("--technique") { Description = "Only exactly this technique or rule id", HelpName = "NAME" };
        var sensor = new Option<string?>("--sensor") { Description = "Only what this sensor told", HelpName = "HOST" };
        var since = Arguments.Duration("--since", "Only what was told within this time");
        var until = Arguments.Duration("--until", "Only what was told longer ago than this; incidents show as they stood then");
        var limit = Arguments.Number("--limit", "N", "How many at most", 1, 100_000, 50);
        var command = new Command("evidence", "What sensors told of a source, or of everybody: one row per incident, the latest first") { source, kind, technique, sensor, since, until, limit };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var now = DateTimeOffset.UtcNow;
            var most = parsed.GetValue(limit);
            var filter = new EvidenceFilter(
                Math.Min(most, 1000), Within: parsed.GetValue(source), Kind: parsed.GetValue(kind), Technique: parsed.GetValue(technique), Sensor: parsed.GetValue(sensor),
                Since: parsed.GetValue(since) is { } from ? now - from : null, Until: parsed.GetValue(until) is { } to ? now - to : null);
            using var client = silo.Client(parsed);
            var rows = await client.AllEvidenceAsync(filter, cancel).Take(most).ToArrayAsync(cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(new EvidenceList(rows, null), ApiJson.Default.EvidenceList);
            else Print(rows);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Argument<IpPrefix?> Source() => new("address")
    {
        Description = "Only sources that are this address or lie in this network",
        HelpName = "ADDRESS|CIDR",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
        {
            if (result.Tokens.Count == 0) return null;
            if (IpPrefix.TryParse(result.Tokens[0].Value, out var prefix, out var error)) return prefix;
            result.AddError(error);
            return null;
        },
    };

    private static Option<EvidenceKind?> Kind() => new("--kind")
    {
        Description = "Only this kind of evidence, such as port-scan or brute-force",
        HelpName = "KIND",
        CustomParser = result =>
        {
            if (WireName.TryParse<EvidenceKind>(result.Tokens[0].Value, out var kind) && kind != EvidenceKind.None) return kind;
            var kinds = Enum.GetValues<EvidenceKind>().Where(k => k != EvidenceKind.None).Select(WireName.Of);
            result.AddError($"--kind '{result.Tokens[0].Value}': expected one of {string.Join(", ", kinds)}");
            return null;
        },
    };

    private static void Print(EvidenceRow[] rows)
    {
        if (rows.Length == 0)
        {
            Output.Console.WriteLine("no evidence is recorded of that");
            return;
        }

        var table = new ResultTable("source", "evidence", "count", "ports", "targets", "verified", "first seen", "last seen", "sensor", "sample");
        foreach (var row in rows)
        {
            table.AddRow(
                row.Source.ToString(), $"{WireName.Of(row.Kind)}{(row.Technique.Length == 0 ? "" : " " + Output.Safe(row.Technique))}", Output.Number(row.Count), Ports(row),
                Output.Number(row.Targets), row.Verified ? "yes" : "no", Output.Time(row.FirstSeen), Output.Time(row.LastSeen), Output.Safe(row.Sensor), Sample(row.Sample));
        }

        table.Write(Output.Console);
    }

    private static string Ports(EvidenceRow row)
    {
        if (row.TopPorts.Length == 0) return Output.Number(row.Ports);
        var told = string.Join(", ", row.TopPorts.Take(MostPorts));
        return row.Ports > Math.Min(row.TopPorts.Length, MostPorts) ? $"{told} of {Output.Number(row.Ports)}" : told;
    }

    private static string Sample(string? sample) => Output.Safe(sample is { Length: > MostSample } ? sample[..MostSample] + "…" : sample);
}
