using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument posture confirm</c>: says that a lockdown left this session working, which stops its dead-man's switch.</summary>
internal static class PostureConfirmCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var command = new Command("confirm", "Confirm a lockdown from a session that still works; unconfirmed, it falls back by itself");
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var posture = await client.ConfirmPostureAsync(cancel: cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(posture, ApiJson.Default.PostureSnapshot);
            else Output.Console.WriteLine($"confirmed: {WireName.Of(posture.Level)} holds {(posture.Until is { } until ? $"until {Output.Time(until)}" : "until the next change")}");
            return ExitCode.Ok;
        });
        return command;
    }
}
