using System.CommandLine;
using Tegument.Contracts.Wire;
using Tegument.Sensor.Enforce.Nftables;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument flush</c>: removes every trace from a host's kernel and has it observe only.</summary>
public static class FlushCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var host = new Option<string>("--host") { Description = "Which host (default: this one)", HelpName = "NAME", DefaultValueFactory = _ => Environment.MachineName };
        var local = new Option<bool>("--local") { Description = "Without the silo, on this machine, as root" };
        var reason = new Option<string>("--reason") { Description = "Why; kept in the audit log", HelpName = "TEXT", DefaultValueFactory = _ => "flushed by hand" };
        var command = new Command("flush", "Empty a host's kernel table and only observe from then on (needs the admin token)") { host, local, reason };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(local)) return Local(parsed.GetValue(silo.Data)!, parsed.GetValue(reason)!);
            using var client = silo.Client(parsed, DataDirectory.AdminToken);
            var reply = await client.FlushAsync(parsed.GetValue(host)!, parsed.GetValue(reason)!, cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(reply, ApiJson.Default.FlushReply);
            else Output.Console.Write(new Spectre.Console.Text($"{reply.Host} was told to empty its table and only observe; start it with --enforce to block again\n"));
            return ExitCode.Ok;
        });
        return command;
    }

    private static int Local(string data, string reason)
    {
        if (!Environment.IsPrivilegedProcess) throw new CommandException("flush --local changes this machine's firewall: run it as root");
        if (LocalFlush.Run(data, Environment.UserName, reason, DateTimeOffset.UtcNow) is { } error) throw new CommandException(error);
        Console.Out.WriteLine("table inet tegument is gone; this host only observes until it is started with --enforce");
        return ExitCode.Ok;
    }
}
