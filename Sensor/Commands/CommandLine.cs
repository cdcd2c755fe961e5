using System.CommandLine;
using Tegument.Contracts.Client;

namespace Tegument.Sensor.Commands;

/// <summary>All verbs, and the one place where an error becomes a line and an exit code.</summary>
public static class CommandLine
{
    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand("Tegument: the skin of a Linux fleet. Sees hostile traffic, decides with reasons, closes the kernel to it.")
        {
            UpCommand.Create(),
            AgentCommand.Create(),
            ReplayCommand.Create(),
            StatusCommand.Create(),
            BansCommand.Create(),
            BanCommand.Create(),
            UnbanCommand.Create(),
            ExplainCommand.Create(),
            PostureCommand.Create(),
            HostsCommand.Create(),
            IncidentsCommand.Create(),
            FlushCommand.Create(),
            TokenCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"tegument: {parsed.Errors[0].Message.TrimEnd('.')} (see tegument {VerbOf(parsed)}--help)");
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (Line(e) is not null)
        {
            var (line, code) = Line(e)!.Value;
            Console.Error.WriteLine($"tegument: {line}");
            return code;
        }
    }

    private static string VerbOf(ParseResult parsed) => parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";

    private static (string Line, int Code)? Line(Exception e) => e switch
    {
        CommandException command => (command.Message, command.ExitCode),
        SiloUnreachableException silo => (silo.Message, ExitCode.Failed),
        TegumentApiException api => (api.Message, ExitCode.Failed),
        OperationCanceledException => ("interrupted", 130),
        UnauthorizedAccessException or IOException => (e.Message.ReplaceLineEndings(" "), ExitCode.Failed),
        _ => null,
    };
}
