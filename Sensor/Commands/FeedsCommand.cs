using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument feeds [refresh NAME]</c>: the policy's block lists and how they fare.</summary>
public static class FeedsCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var command = new Command("feeds", "Block lists of the policy: what they hold, when they were last asked for, and what is wrong with them") { Refresh() };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var list = await client.FeedsAsync(cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(list, ApiJson.Default.FeedList);
            else Print(list.Feeds);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Refresh()
    {
        var silo = new SiloOptions();
        var name = new Argument<string>("name") { Description = "The list's name in the policy", HelpName = "NAME" };
        var command = new Command("refresh", "Ask for a block list now") { name };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var feed = await client.RefreshFeedAsync(parsed.GetValue(name)!, cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(feed, ApiJson.Default.FeedView);
            else Print([feed]);
            return feed.State is FeedState.Taken or FeedState.Unchanged ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static void Print(FeedView[] feeds)
    {
        if (feeds.Length == 0)
        {
            Output.Console.MarkupLine("the policy subscribes to no block lists (section feeds of policy.yaml)");
            return;
        }

        var table = new ResultTable("list", "state", "action", "entries", "bans", "left out", "asked", "changed", "again in", "detail");
        foreach (var f in feeds)
        {
            table.AddRow(
                Output.Safe(f.Name), WireName.Of(f.State), f.Action, Output.Number(f.Entries), Output.Number(f.Bans), Output.Number(f.Skipped),
                f.Checked is { } asked ? Output.Time(asked) : "never", f.Changed is { } changed ? Output.Time(changed) : "never", Output.Span(f.NextSeconds), Output.Safe(f.Detail));
        }

        table.Write(Output.Console);
    }
}
