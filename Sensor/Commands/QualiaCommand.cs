using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Live;
using Tegument.Contracts.Qualia;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument qualia</c>: how the fleet feels now, why, and how the last quarter of an hour went.</summary>
public static class QualiaCommand
{
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(15);

    public static Command Create()
    {
        var silo = new SiloOptions();
        var watch = new Option<bool>("--watch") { Description = "A line each second, until interrupted" };
        var command = new Command("qualia", "How the fleet feels: pressure, temperature and pain, with causes and the last 15 minutes") { watch };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var json = parsed.GetValue(silo.Json);
            if (parsed.GetValue(watch)) return await Watch(client, json, cancel);
            var now = await client.QualiaAsync(cancel);
            if (json) Output.Json(now, ApiJson.Default.QualiaSnapshot);
            else Show(now, await client.QualiaHistoryAsync(Span, 1, cancel));
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<int> Watch(TegumentClient client, bool json, CancellationToken cancel)
    {
        await foreach (var live in client.EventsAsync(new LiveFilter { Types = [LiveTypes.Qualia] }, cancel))
        {
            if (live.AsQualia() is not { } now) continue;
            if (json) Console.Out.WriteLine(JsonSerializer.Serialize(now, LiveJson.Default.QualiaSnapshot));
            else Output.Console.MarkupLine(Line(now));
        }

        return ExitCode.Ok;
    }

    private static string Line(QualiaSnapshot now) =>
        $"{Output.Time(now.At)}  pressure {Value(now.Pressure)}  temperature {Value(now.Temperature)}  pain {Value(now.Pain)}  "
        + $"{Output.Number(now.ItemsPerSecond)} items/s  {Output.Number(now.BansPerSecond)} bans/s  {now.Online} of {now.Hosts} hosts";

    private static void Show(QualiaSnapshot now, QualiaHistory history)
    {
        var end = now.At;
        var table = new ResultTable("quale", "now", "usual", "last 15 minutes");
        table.AddRow("pressure", Value(now.Pressure), Band(now.Pressure), Sparkline.Of(history.Points, end, Span, p => p.PeakPressure, now.Pressure.High));
        table.AddRow("temperature", Value(now.Temperature), Band(now.Temperature), Sparkline.Of(history.Points, end, Span, p => p.PeakTemperature, now.Temperature.High));
        table.AddRow("pain", Value(now.Pain), Band(now.Pain), Sparkline.Of(history.Points, end, Span, p => p.PeakPain, now.Pain.High));
        table.Write(Output.Console);
        Output.Console.WriteLine();
        foreach (var (name, quale) in new[] { ("pressure", now.Pressure), ("temperature", now.Temperature), ("pain", now.Pain) })
            Output.Console.MarkupLine($"{name}: {Output.Safe(quale.Cause)}");
        var kinds = string.Join(", ", now.Evidence.Take(5).Select(e => $"{WireName.Of(e.Kind)}{(e.Technique.Length == 0 ? "" : " " + e.Technique)} {Output.Number(e.Items)}"));
        Output.Console.MarkupLine(
            $"evidence: {Output.Number(now.ItemsPerSecond)} items/s{(kinds.Length == 0 ? "" : $" ({Output.Safe(kinds)})")}, {Output.Number(now.BansPerSecond)} bans/s, "
            + $"{now.Online} of {now.Hosts} hosts online, {Output.Number(now.PacketsPerSecond)} packets/s");
    }

    /// <summary>Bold where it is not as usual, so that colour alone says nothing.</summary>
    private static string Value(Quale quale)
    {
        var text = quale.Learning && quale.Unit == Quale.TimesUsual ? "learning" : $"{Output.Number(Math.Round(quale.Value, 1))} {Output.Safe(quale.Unit)}";
        return quale.Value > quale.High ? $"[bold]{text} (high)[/]" : text;
    }

    private static string Band(Quale quale) => $"{Output.Number(Math.Round(quale.Low, 1))} to {Output.Number(Math.Round(quale.High, 1))}";
}
