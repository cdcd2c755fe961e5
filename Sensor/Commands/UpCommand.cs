using System.CommandLine;
using Tegument.Contracts.Client;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Supervise;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument up</c>: silo, host agent and console on this machine, until Ctrl-C.</summary>
public static class UpCommand
{
    public static Command Create()
    {
        var data = SiloOptions.DataOption();
        var network = new Option<string[]>("--interface") { Description = "Watch this interface; may be given more than once (default: all but loopback)", HelpName = "NAME" };
        var posture = Arguments.Posture("Set this posture now (default: what was set last; balanced at first)");
        var enforce = new Option<bool>("--enforce") { Description = "Close the kernel to the banned; without it this host only observes" };
        var listen = new Option<string>("--listen") { Description = "Where the silo listens", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:7500" };
        var agentPort = Arguments.AgentPort();
        var agentOpen = new Option<bool>("--agent-open") { Description = "The local agent API takes requests without a token" };
        var consolePort = Arguments.ConsolePort();
        var filter = Arguments.Filter("See only packets that pass this tcpdump expression");
        var threads = Arguments.Threads();
        var eve = Arguments.Eve();
        var policy = Arguments.Policy("The policy file (default: policy.yaml in the data directory, made there at the first start)");
        var command = new Command("up", "Protect this host: start silo, agent and console, print the addresses and, once, the operator token")
        {
            data, network, posture, enforce, listen, agentPort, agentOpen, consolePort, filter, threads, eve, policy,
        };
        command.SetAction((parsed, cancel) => Task.FromResult(Run(
            new UpOptions(
                new DataDirectory(parsed.GetValue(data)!), parsed.GetValue(network) ?? [], parsed.GetValue(posture), parsed.GetValue(enforce),
                Listen(parsed.GetValue(listen)!), parsed.GetValue(agentPort), parsed.GetValue(agentOpen), parsed.GetValue(filter), parsed.GetValue(threads)) { Eve = parsed.GetValue(eve) ?? [], Policy = parsed.GetValue(policy), ConsolePort = parsed.GetValue(consolePort) },
            cancel)));
        return command;
    }

    private static int Run(UpOptions options, CancellationToken cancel)
    {
        if (!Environment.IsPrivilegedProcess) throw new CommandException("'up' reads packets and writes firewall rules: run it as root (sudo ./tegument up)");
        InterfaceNames.Check(options.Interfaces);
        // A mistake in it is said before anything is started; the agent compiles it anew for the kind of each interface.
        options.Filter?.ForKernel(LinkType.Ethernet);
        options.Data.Create();
        return new Supervisor(options).Run(cancel);
    }

    private static Uri Listen(string text) =>
        SiloEndpoint.TryParseAddress(text, out var address, out var error) ? address : throw new CommandException($"--listen: {error}", ExitCode.BadInput);
}
