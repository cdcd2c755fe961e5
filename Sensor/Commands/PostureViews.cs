using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Api;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary>The parts of <c>tegument posture</c>: <c>history</c>, <c>preview LEVEL</c> and <c>release</c>.</summary>
internal static class PostureViews
{
    public static Command History()
    {
        var silo = new SiloOptions();
        var limit = Arguments.Number("--limit", "N", "So many of the newest", 1, 1000, 20);
        var command = new Command("history", "Who willed which posture, why, from when until when") { limit };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var list = await client.PostureHistoryAsync(parsed.GetValue(limit), cancel: cancel);
            if (parsed.GetValue(silo.Json))
            {
                Output.Json(list, ApiJson.Default.PostureHistoryList);
                return ExitCode.Ok;
            }

            var table = new ResultTable("version", "from", "until", "posture", "mode", "by", "why");
            foreach (var period in list.Periods)
            {
                var posture = period.Posture;
                table.AddRow(
                    Output.Number(posture.Version), Output.Time(period.From), period.Until is { } until ? Output.Time(until) : "now",
                    WireName.Of(posture.Level), WireName.Of(posture.Mode), Output.Safe(posture.SetBy), Output.Safe(posture.Reason));
            }

            if (list.Periods.Length > 0) table.Write(Output.Console);
            else Output.Console.WriteLine("no posture yet");
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Preview()
    {
        var silo = new SiloOptions();
        var level = new Argument<PostureLevel?>("level")
        {
            Description = "explore, balanced, hardened or lockdown",
            HelpName = "LEVEL",
            CustomParser = result => Arguments.ParsePosture(result, result.Tokens[0].Value),
        };
        var command = new Command("preview", "Whom another posture would ban or release now; changes nothing") { level };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var preview = await client.PreviewPostureAsync(parsed.GetValue(level)!.Value, cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(preview, ApiJson.Default.PosturePreview);
            else Show(preview);
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Release()
    {
        var silo = new SiloOptions();
        var reason = new Option<string?>("--reason") { Description = "Why; kept in the audit log", HelpName = "TEXT" };
        var command = new Command("release", "End manual choices: the default posture returns, and the qualia move it where the policy says so") { reason };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var posture = await client.ReleasePostureAsync(parsed.GetValue(reason) ?? "released by hand", cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(posture, ApiJson.Default.PostureSnapshot);
            else Output.Console.MarkupLine(Line(posture));
            return ExitCode.Ok;
        });
        return command;
    }

    public static string Line(PostureSnapshot posture)
    {
        var until = posture.Until is { } end ? $", until {Output.Time(end)}" : "";
        var since = posture.SetAt > DateTimeOffset.UnixEpoch ? $" since {Output.Time(posture.SetAt)}" : "";
        return $"[bold]{WireName.Of(posture.Level).ToUpperInvariant()}[/]{since}{until}, by {Output.Safe(posture.SetBy)}: {Output.Safe(posture.Reason)}";
    }

    public static void Show(AdaptiveReport adaptive)
    {
        Output.Console.MarkupLine($"adaptive: {Output.Safe(adaptive.Says)}");
        if (!adaptive.Moves) return;
        if (adaptive.Raise is { } raise) Output.Console.MarkupLine($"  raises {Output.Safe(raise)}");
        if (adaptive.Lower is { } lower) Output.Console.MarkupLine($"  lowers {Output.Safe(lower)}");
    }

    private static void Show(PosturePreview preview)
    {
        Output.Console.MarkupLine(
            $"[bold]{WireName.Of(preview.Level).ToUpperInvariant()}[/] {Threshold(preview.Threshold)}; now {WireName.Of(preview.Now)} {Threshold(preview.ThresholdNow)}");
        Output.Console.WriteLine($"would ban {Output.Number(preview.WouldBan)}, release {Output.Number(preview.WouldRelease)}; held back {Output.Number(preview.HeldBack)}");
        if (preview.NotLookedAt > 0) Output.Console.WriteLine($"{Output.Number(preview.NotLookedAt)} more suspects were not looked at one by one");
        var table = new ResultTable("would", "address", "score", "why");
        foreach (var (would, items) in new[] { ("ban", preview.Bans), ("release", preview.Releases), ("hold back", preview.Held) })
        {
            foreach (var item in items) table.AddRow(would, item.Address.ToString(), Output.Number(item.Score), Output.Safe(item.Why));
        }

        if (preview.Bans.Length + preview.Releases.Length + preview.Held.Length > 0) table.Write(Output.Console);
    }

    private static string Threshold(double? threshold) => threshold is { } score ? $"bans at {Output.Number(score)} points" : "bans nobody by itself";
}
