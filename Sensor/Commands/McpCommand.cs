using System.CommandLine;
using Tegument.Sensor.Mcp;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument mcp</c>: the verbs for an assistant, over standard input and output.</summary>
public static class McpCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var write = new Option<bool>("--allow-changes") { Description = "Also offer ban, unban and posture; without it an assistant can only read" };
        var command = new Command("mcp", "Serve the Model Context Protocol on standard input and output, so that an assistant can ask who attacked and why somebody is banned") { write };
        command.Options.Add(silo.Silo);
        command.Options.Add(silo.Token);
        command.Options.Add(silo.Data);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            await McpService.Run(client, parsed.GetValue(write), Console.OpenStandardInput(), Console.OpenStandardOutput(), cancel);
            return ExitCode.Ok;
        });
        return command;
    }
}
