using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Api;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument posture [SET]</c>: shows the fleet's posture and whether the qualia move it, or changes it.</summary>
public static class PostureCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var set = new Argument<PostureLevel?>("set")
        {
            Description = "explore, balanced, hardened or lockdown; nothing shows the present one",
            HelpName = "SET",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = result => result.Tokens.Count == 0 ? null : Arguments.ParsePosture(result, result.Tokens[0].Value),
        };
        var reason = new Option<string?>("--reason") { Description = "Why; kept in the audit log", HelpName = "TEXT" };
        var span = Arguments.Duration("--for", "How long; the posture before returns then");
        var within = Arguments.Duration("--confirm-within", "For lockdown: unless confirmed within it, all opens again (10s to 10m)");
        var command = new Command("posture", "Show, set or confirm the fleet's posture") { set, reason, span, within };
        command.Subcommands.Add(PostureConfirmCommand.Create());
        silo.AddTo(command);
        foreach (var part in new[] { PostureViews.History(), PostureViews.Preview(), PostureViews.Release() }) command.Add(part);
        command.SetAction(async (parsed, cancel) =>
        {
            var level = parsed.GetValue(set);
            if (parsed.GetValue(within) is not null && level != PostureLevel.Lockdown)
                throw new CommandException("--confirm-within goes with lockdown", ExitCode.BadInput);
            if (level is null && (parsed.GetValue(reason) ?? (object?)parsed.GetValue(span)) is not null)
                throw new CommandException("--reason and --for go with a posture to set: explore, balanced, hardened or lockdown", ExitCode.BadInput);
            using var client = silo.Client(parsed);
            if (level == PostureLevel.Lockdown && await LockdownTexts.Warning(client, cancel) is { } warning) Console.Error.WriteLine(warning);
            var posture = level is null
                ? await client.PostureAsync(cancel)
                : await client.SetPostureAsync(new PosturePut(level.Value, parsed.GetValue(reason) ?? "set by hand", parsed.GetValue(span)?.TotalSeconds, parsed.GetValue(within)?.TotalSeconds), cancel);
            if (parsed.GetValue(silo.Json))
            {
                Output.Json(posture, ApiJson.Default.PostureSnapshot);
                return ExitCode.Ok;
            }

            Output.Console.MarkupLine(PostureViews.Line(posture));
            if (level is null) PostureViews.Show(await client.AdaptiveAsync(cancel));
            if (posture.Level == PostureLevel.Lockdown && await LockdownTexts.Closed(client, cancel) is { } closed) Output.Console.WriteLine(closed);
            if (LockdownTexts.Countdown(posture, DateTimeOffset.UtcNow) is { } countdown) Output.Console.WriteLine(countdown);
            return ExitCode.Ok;
        });
        return command;
    }
}
