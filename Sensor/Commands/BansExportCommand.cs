using System.CommandLine;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument bans export</c>: the ledger as a file, streamed.</summary>
public static class BansExportCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var filters = new BanFilterOptions();
        var format = FormatOption("How the file is written (default: json)");
        var output = new Option<string?>("--output", "-o") { Description = "The file to write (default: standard output)", HelpName = "FILE" };
        var command = new Command("export", "Write the active bans as csv, json, a plain list or an nftables script") { format, output };
        filters.AddTo(command);
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var wanted = Format(parsed.GetValue(format)) ?? BanFormat.Json;
            using var client = silo.Client(parsed);
            await WholeFile.Write(parsed.GetValue(output), stream => client.ExportBansAsync(wanted, stream, filters.Filter(parsed), cancel));
            return ExitCode.Ok;
        });
        return command;
    }

    internal static Option<string?> FormatOption(string description) => new("--format") { Description = description, HelpName = "csv|json|plain|nft" };

    internal static BanFormat? Format(string? text)
    {
        if (text is null) return null;
        return WireName.TryParse<BanFormat>(text, out var format)
            ? format
            : throw new CommandException($"--format '{text}': expected csv, json, plain or nft", ExitCode.BadInput);
    }
}
