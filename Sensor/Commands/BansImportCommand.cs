using System.CommandLine;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument bans import FILE</c>: bans what a file lists. Bad lines are named, and refuse the whole file unless skipped.</summary>
public static class BansImportCommand
{
    private const int ShownFaults = 20;

    public static Command Create()
    {
        var silo = new SiloOptions();
        var file = new Argument<string>("file") { Description = "The file; - is standard input", HelpName = "FILE" };
        var format = BansExportCommand.FormatOption("How the file is written (default: by its name)");
        var ttl = Arguments.Duration("--ttl", "How long those are banned that name no time of their own (default: 1h)");
        var reason = new Option<string?>("--reason") { Description = "Why, for those that name no reason of their own; kept in the audit log", HelpName = "TEXT" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tell what would be done" };
        var skip = new Option<bool>("--skip-bad") { Description = "Leave bad lines out instead of refusing the file" };
        var command = new Command("import", "Ban what a file lists") { file, format, ttl, reason, dryRun, skip };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetValue(file)!;
            var options = new BanImportOptions(
                BansExportCommand.Format(parsed.GetValue(format)) ?? ByName(path), parsed.GetValue(ttl), parsed.GetValue(reason), parsed.GetValue(dryRun), parsed.GetValue(skip));
            using var client = silo.Client(parsed);
            await using var stream = path == "-" ? Console.OpenStandardInput() : Open(path);
            return await Import(client, stream, options, parsed.GetValue(silo.Json), cancel);
        });
        return command;
    }

    private static async Task<int> Import(TegumentClient client, Stream stream, BanImportOptions options, bool json, CancellationToken cancel)
    {
        BanImportReply reply;
        try
        {
            reply = await client.ImportBansAsync(stream, options, cancel);
        }
        catch (TegumentApiException e) when (e.Faults.Count > 1)
        {
            Tell(e.Faults);
            throw;
        }

        if (json)
        {
            Output.Json(reply, ApiJson.Default.BanImportReply);
            return ExitCode.Ok;
        }

        Tell(reply.Faults);
        var verb = reply.DryRun ? "would ban" : "banned";
        Console.WriteLine($"{verb} {Output.Number(reply.Made)}; {Output.Number(reply.Unchanged)} stood already, {Output.Number(reply.Ended)} were over, {Output.Number(reply.Refused)} left out");
        return ExitCode.Ok;
    }

    private static void Tell(IReadOnlyList<ImportFault> faults)
    {
        foreach (var fault in faults.Take(ShownFaults)) Console.Error.WriteLine($"tegument: line {fault.Line}: {string.Concat(fault.Fault.Select(c => char.IsControl(c) ? '·' : c))}");
        if (faults.Count > ShownFaults) Console.Error.WriteLine($"tegument: and {faults.Count - ShownFaults} more");
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(e.Message.ReplaceLineEndings(" "), ExitCode.BadInput);
        }
    }

    private static BanFormat ByName(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => BanFormat.Csv,
        ".json" or ".jsonl" or ".ndjson" => BanFormat.Json,
        ".txt" or ".list" or ".lst" or ".netset" or ".ipset" => BanFormat.Plain,
        ".nft" => BanFormat.Nft,
        _ => throw new CommandException($"{path}: its name does not say how it is written; give --format csv, json, plain or nft", ExitCode.BadInput),
    };
}
