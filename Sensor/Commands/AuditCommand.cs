using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument audit [export|verify]</c>: who did what, why and from where. Needs the admin token.</summary>
public static class AuditCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var filters = new AuditFilterOptions();
        var limit = Arguments.Number("--limit", "N", "How many at most", 1, 1_000_000, 100);
        var command = new Command("audit", "Show who did what, why and from where, newest first") { limit, Export(), Verify() };
        filters.AddTo(command);
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (most, json) = (parsed.GetValue(limit), parsed.GetValue(silo.Json));
            using var client = silo.Client(parsed, DataDirectory.AdminToken);
            var rows = new List<AuditEntry>();
            await foreach (var entry in client.AllAuditAsync(filters.Filter(parsed) with { Limit = Math.Min(most, 1000) }, cancel))
            {
                rows.Add(entry);
                if (rows.Count == most) break;
            }

            if (json) rows.ForEach(entry => Output.Json(entry, ApiJson.Default.AuditEntry));
            else Print(rows);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(List<AuditEntry> rows)
    {
        var table = new ResultTable("id", "at", "who", "from", "did", "to", "outcome", "why");
        foreach (var entry in rows)
        {
            table.AddRow(
                entry.Id.ToString(CultureInfo.InvariantCulture), Output.Time(entry.At), Output.Safe(entry.Actor), Output.Safe(entry.From), Output.Safe(entry.Action),
                Output.Safe(entry.Subject), Output.Safe(entry.After is null ? entry.Outcome : $"{entry.Outcome}: {entry.After}"), Output.Safe(entry.Reason));
        }

        if (rows.Count > 0) table.Write(Output.Console);
        else Output.Console.WriteLine("no entries");
    }

    private static Command Export()
    {
        var silo = new SiloOptions();
        var filters = new AuditFilterOptions();
        var format = new Option<string?>("--format") { Description = "json (an object a line, the default) or csv", HelpName = "json|csv" };
        var output = new Option<string?>("--output", "-o") { Description = "The file to write (default: standard output)", HelpName = "FILE" };
        var command = new Command("export", "Write the audit log to a file, oldest first") { format, output };
        filters.AddTo(command);
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var wanted = AuditFormat.Json;
            if (parsed.GetValue(format) is { } text && !WireName.TryParse(text, out wanted)) throw new CommandException($"--format '{text}': expected json or csv", ExitCode.BadInput);
            using var client = silo.Client(parsed, DataDirectory.AdminToken);
            await WholeFile.Write(parsed.GetValue(output), stream => client.ExportAuditAsync(wanted, stream, filters.Filter(parsed), cancel));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Verify()
    {
        var silo = new SiloOptions();
        var known = new Option<string?>("--known") { Description = "An entry's number and hash that were kept elsewhere", HelpName = "ID:HASH" };
        var command = new Command("verify", "Check that nobody changed, removed or inserted an entry") { known };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed, DataDirectory.AdminToken);
            var result = await client.VerifyAuditAsync(Known(parsed.GetValue(known)), cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(result, ApiJson.Default.AuditVerification);
            else Tell(result);
            return result.Intact ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static void Tell(AuditVerification result)
    {
        if (!result.Intact) throw new CommandException($"the audit log was tampered with: entry {result.BrokenAt}: {result.Fault}");
        Output.Console.WriteLine($"intact: {Output.Number(result.Checked)} entries, {result.First} to {result.Last}");
        if (result.Unchained > 0) Output.Console.WriteLine($"{Output.Number(result.Unchained)} older ones have no hash");
        if (result.Head is not null) Output.Console.WriteLine($"keep elsewhere for later: --known {result.Last}:{result.Head}");
    }

    private static (long Id, string Hash)? Known(string? text)
    {
        if (text is null) return null;
        return text.Split(':') is [var id, { Length: 64 } hash] && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, hash)
            : throw new CommandException($"--known '{text}': expected an entry's number and its hash, ID:HASH", ExitCode.BadInput);
    }
}
