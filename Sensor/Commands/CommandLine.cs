using System.CommandLine;
using System.Net;
using Tegument.Contracts.Client;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Capture.Filters;

namespace Tegument.Sensor.Commands;

/// <summary>All verbs, and the one place where an error becomes a line and an exit code.</summary>
public static class CommandLine
{
    private static readonly (string Name, Func<Command> Create)[] Verbs =
    [
        ("up", UpCommand.Create),
        ("agent", AgentCommand.Create),
        ("replay", ReplayCommand.Create),
        ("import", ImportCommand.Create),
        ("status", StatusCommand.Create),
        ("bans", BansCommand.Create),
        ("ban", BanCommand.Create),
        ("unban", UnbanCommand.Create),
        ("explain", ExplainCommand.Create),
        ("posture", PostureCommand.Create),
        ("qualia", QualiaCommand.Create),
        ("hosts", HostsCommand.Create),
        ("incidents", IncidentsCommand.Create),
        ("policy", PolicyCommand.Create),
        ("attackers", AttackersCommand.Create),
        ("evidence", EvidenceCommand.Create),
        ("targets", TargetsCommand.Create),
        ("flush", FlushCommand.Create),
        ("token", TokenCommand.Create),
        ("user", UserCommand.Create),
        ("mcp", McpCommand.Create),
        ("completion", CompletionCommand.Create),
        ("integrate", IntegrateCommand.Create),
        ("audit", AuditCommand.Create),
        ("feeds", FeedsCommand.Create),
    ];

    public static async Task<int> Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args.Length == 0) args = ["--help"];
        var parsed = Root(args[0]).Parse(args);
        try
        {
            if (parsed.Errors.Count > 0) throw new CommandException($"{Complaint(parsed)} (see tegument {VerbOf(parsed)}--help)", ExitCode.BadInput);
            // up and agent end in their own time and order; the others within two seconds of a signal.
            var patience = args[0] is "up" or "agent" ? (TimeSpan?)null : TimeSpan.FromSeconds(2);
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = patience });
        }
        catch (Exception e) when (Environment.GetEnvironmentVariable("TEGUMENT_TRACE") is null or "")
        {
            var (line, code) = Line(e);
            Console.Error.WriteLine($"tegument: {line}");
            return code;
        }
    }

    /// <summary>Holds the verb that is asked for alone, as making all of them takes longer than judging a small capture; or else all.</summary>
    private static RootCommand Root(string verb)
    {
        var root = new RootCommand("Tegument: the skin of a Linux fleet. Sees hostile traffic, decides with reasons, closes the kernel to it.");
        var known = Array.FindIndex(Verbs, v => v.Name == verb);
        foreach (var (_, create) in known < 0 ? Verbs : Verbs[known..(known + 1)]) root.Add(create());
        WordCompletions.AddTo(root);
        return root;
    }

    /// <summary>The most telling of the parser's complaints: a word that it does not know explains what it then misses.</summary>
    private static string Complaint(ParseResult parsed)
    {
        if (parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count > 0)
            return $"'{Shown(parsed.UnmatchedTokens[0])}' is no {(parsed.CommandResult.Command is RootCommand ? "verb" : "part of " + parsed.CommandResult.Command.Name)}";
        if (parsed.UnmatchedTokens.Count > 0) return $"'{Shown(parsed.UnmatchedTokens[0])}' is not understood here";
        var first = parsed.Errors.FirstOrDefault(e => !e.Message.EndsWith("is required.", StringComparison.Ordinal)) ?? parsed.Errors[0];
        return Shown(first.Message.TrimEnd('.'), 300);
    }

    /// <summary>What somebody typed, on one line and not longer than helps.</summary>
    private static string Shown(string text, int most = 60)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? '·' : c));
        return line.Length <= most ? line : line[..most] + "...";
    }

    /// <summary>The verbs above it included: "token new ".</summary>
    private static string VerbOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result?.Command is not (null or RootCommand); result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Insert(0, result.Command.Name + " ");
        return string.Concat(names);
    }

    private static (string Line, int Code) Line(Exception e) => e switch
    {
        CommandException command => (command.Message, command.ExitCode),
        SiloUnreachableException silo => (silo.Message, ExitCode.Failed),
        TegumentApiException { Status: HttpStatusCode.BadRequest } api => (api.Message, ExitCode.BadInput),
        TegumentApiException api => (api.Message, ExitCode.Failed),
        CaptureFilterException filter => (filter.Message, filter.LibraryMissing ? ExitCode.Failed : ExitCode.BadInput),
        CaptureUnavailableException capture => (capture.Message.ReplaceLineEndings(" "), ExitCode.Failed),
        OperationCanceledException => ("interrupted", 130),
        UnauthorizedAccessException or IOException => (e.Message.ReplaceLineEndings(" "), ExitCode.Failed),
        _ => ($"this should not happen: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} (TEGUMENT_TRACE=1 shows where)", ExitCode.Failed),
    };
}
