using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument unban</c>: lifts the bans of exactly this address or prefix.</summary>
public static class UnbanCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var address = Arguments.Prefix();
        var reason = Arguments.Reason();
        var command = new Command("unban", "Lift the bans of an address or prefix") { address, reason };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var prefix = parsed.GetValue(address);
            var reply = await client.UnbanAsync(prefix, parsed.GetValue(reason)!, cancel: cancel);
            if (parsed.GetValue(silo.Json))
            {
                Output.Json(reply, ApiJson.Default.UnbanReply);
                return ExitCode.Ok;
            }

            var note = reply.Note is { } text ? $" ({text})" : "";
            Output.Console.WriteLine(reply.Lifted.Length == 0 ? $"{prefix} was not banned{note}" : $"lifted {reply.Lifted.Length} ban(s) of {prefix}{note}");
            return ExitCode.Ok;
        });
        return command;
    }
}
