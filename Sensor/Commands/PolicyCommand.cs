using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Client;
using Tegument.Contracts.Policy;
using Tegument.Contracts.Wire;
using Tegument.Sensor.Replay;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument policy check|simulate|show|apply|reload</c>: the one file that decides, before and after it does.</summary>
public static class PolicyCommand
{
    public static Command Create() => new("policy", "Check, simulate, show and change the policy") { Check(), PolicySimulateCommand.Create(), Show(), Apply(), Reload() };

    internal static Argument<string> File() => new("file") { Description = "A policy file; - reads standard input", HelpName = "FILE" };

    /// <summary>A policy's text; a file with faults ends the verb with all of them.</summary>
    internal static string Checked(string path)
    {
        var text = PolicyReader.TextOf(path);
        var (faults, total) = PolicyReader.CheckText(text);
        return total == 0 ? text : throw Refused(path, faults, total);
    }

    /// <summary>Faults one a line on standard error, the way editors read them; the last line is the exception's.</summary>
    internal static CommandException Refused(string file, IReadOnlyList<PolicyFault> faults, int total)
    {
        foreach (var fault in faults) Console.Error.WriteLine(fault.In(file));
        return new CommandException($"{file}: {Output.Count(total, "fault")}{(total > faults.Count ? $", the first {faults.Count} are listed" : "")}; nothing was changed", ExitCode.BadInput);
    }

    private static Command Check()
    {
        var file = File();
        var json = new Option<bool>("--json") { Description = "For programs: JSON instead of lines" };
        var command = new Command("check", "What is wrong with a policy file, with line and column; asks no silo") { file, json };
        command.SetAction((parsed, _) =>
        {
            var path = parsed.GetValue(file)!;
            var text = PolicyReader.TextOf(path);
            var (faults, total) = PolicyReader.CheckText(text);
            var changes = PolicyReader.ChangesFromShipped(text);
            if (parsed.GetValue(json))
            {
                Output.Json(new PolicyCheckReply(total == 0, faults, total, changes), ApiJson.Default.PolicyCheckReply);
                return Task.FromResult(total == 0 ? ExitCode.Ok : ExitCode.BadInput);
            }

            if (total > 0) throw Refused(path, faults, total);
            foreach (var change in changes) Output.Console.WriteLine(change);
            Output.Console.WriteLine($"{path}: good; {Output.Count(changes.Length, "setting")} differ{(changes.Length == 1 ? "s" : "")} from the shipped policy");
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static Command Show()
    {
        var silo = new SiloOptions();
        var shipped = new Option<bool>("--default") { Description = "The shipped policy with its comments; asks no silo" };
        var command = new Command("show", "The text of the policy that runs; its version, time and author on standard error") { shipped };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(shipped))
            {
                Console.Out.Write(PolicyReader.Shipped);
                return ExitCode.Ok;
            }

            using var client = silo.Client(parsed);
            var policy = await client.PolicyAsync(cancel);
            if (parsed.GetValue(silo.Json))
            {
                Output.Json(policy, ApiJson.Default.PolicyReply);
                return ExitCode.Ok;
            }

            Console.Out.Write(policy.Text);
            var report = policy.Report;
            Console.Error.WriteLine($"# {report.File}, version {report.Version}, loaded {Output.Time(report.LoadedAt)} by {report.By}");
            if (report.State == PolicyState.BadFile) Console.Error.WriteLine($"# the file is bad and this one goes on: {report.Fault}");
            if (report.Unresolved > 0) Console.Error.WriteLine($"# {Output.Count(report.Unresolved, "name")} of the allow list found no answer yet");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Apply()
    {
        var silo = new SiloOptions();
        var file = File();
        var reason = new Option<string>("--reason") { Description = "Why; kept in the audit log", HelpName = "TEXT", DefaultValueFactory = _ => "applied by hand" };
        var command = new Command("apply", "Have the silo run a policy file, and keep it; needs the admin token") { file, reason };
        silo.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var text = Checked(parsed.GetValue(file)!);
            if (text.Trim().Length == 0) throw new CommandException($"{parsed.GetValue(file)}: empty; 'tegument policy show --default' prints the shipped policy", ExitCode.BadInput);
            return Change(silo, parsed, parsed.GetValue(file)!, client => client.ApplyPolicyAsync(text, parsed.GetValue(reason)!, cancel));
        });
        return command;
    }

    private static Command Reload()
    {
        var silo = new SiloOptions();
        var reason = new Option<string>("--reason") { Description = "Why; kept in the audit log", HelpName = "TEXT", DefaultValueFactory = _ => "reloaded by hand" };
        var command = new Command("reload", "Have the silo re-read its policy file; needs the admin token") { reason };
        silo.AddTo(command);
        command.SetAction((parsed, cancel) => Change(silo, parsed, "policy", client => client.ApplyPolicyAsync("", parsed.GetValue(reason)!, cancel)));
        return command;
    }

    private static async Task<int> Change(SiloOptions silo, ParseResult parsed, string file, Func<TegumentClient, Task<PolicyApplied>> change)
    {
        using var client = silo.Client(parsed, DataDirectory.AdminToken);
        PolicyApplied applied;
        try
        {
            applied = await change(client);
        }
        catch (TegumentApiException e) when (e.PolicyFaults.Count > 0)
        {
            throw Refused(file, e.PolicyFaults, e.PolicyFaults.Count);
        }

        if (parsed.GetValue(silo.Json))
        {
            Output.Json(applied, ApiJson.Default.PolicyApplied);
            return ExitCode.Ok;
        }

        foreach (var line in applied.Changes) Output.Console.WriteLine(line);
        var effect = $"{Output.Count(applied.Banned, "suspect")} banned at once, {Output.Count(applied.Ended, "ban")} ended";
        Output.Console.WriteLine($"policy {applied.Report.Version} runs; {(applied.Changes.Length == 0 ? "no setting differs" : Output.Count(applied.Changes.Length, "setting") + " changed")}; {effect}");
        if (applied.Report.State == PolicyState.Owed) Output.Console.WriteLine("what it changes for those judged before could not be stored yet, and is tried again");
        return ExitCode.Ok;
    }
}
