using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument ban</c>: answers once the ban is committed.</summary>
public static class BanCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var address = Arguments.Prefix();
        var ttl = Arguments.Duration("--ttl", "How long (default: 1h)");
        var reason = Arguments.Reason();
        var command = new Command("ban", "Ban an address or prefix on every host") { address, ttl, reason };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var reply = await client.BanAsync(
                new BanCreate(parsed.GetValue(address), parsed.GetValue(reason)!, parsed.GetValue(ttl)?.TotalSeconds), cancel);
            if (parsed.GetValue(silo.Json))
            {
                Output.Json(reply, ApiJson.Default.BanReply);
                return ExitCode.Ok;
            }

            var verb = reply.Changed ? "banned" : "banned already:";
            Output.Console.WriteLine($"{verb} {reply.Ban.Address} for {Output.Span(reply.Ban.SecondsLeft)}{(reply.Note is { } note ? $" ({note})" : "")}");
            return ExitCode.Ok;
        });
        return command;
    }
}
