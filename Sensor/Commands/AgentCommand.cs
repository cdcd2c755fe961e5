using System.CommandLine;
using System.Runtime.InteropServices;
using Tegument.Contracts.Client;
using Tegument.Sensor.Capture;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument agent</c>: the host agent alone, beside a silo that runs elsewhere.</summary>
public static class AgentCommand
{
    private static readonly string[] Roles = ["sense", "enforce"];

    public static Command Create()
    {
        var silo = new Option<string>("--silo") { Description = "Where the silo answers", HelpName = "URL", DefaultValueFactory = _ => SiloEndpoint.DefaultAddress.ToString() };
        var token = new Option<string?>("--token") { Description = "A token with the roles sensor and executor (default: TEGUMENT_TOKEN, or agent.token in the data directory)", HelpName = "TOKEN" };
        var data = SiloOptions.DataOption();
        var network = new Option<string[]>("--interface") { Description = "Watch this interface; may be given more than once (default: all but loopback)", HelpName = "NAME" };
        var role = new Option<string[]>("--role") { Description = "sense or enforce (default: both)", HelpName = "ROLE" };
        var enforce = new Option<bool>("--enforce") { Description = "Close the kernel to the banned; without it this host only observes" };
        var again = new Option<bool>("--again") { Description = "A service manager starts it again: a flush made meanwhile holds even with --enforce" };
        var name = new Option<string>("--name") { Description = "This host's name in the fleet", HelpName = "NAME", DefaultValueFactory = _ => Environment.MachineName };
        var port = Arguments.AgentPort();
        var open = new Option<bool>("--agent-open") { Description = "The local agent API takes requests without a token" };
        var filter = Arguments.Filter("See only packets that pass this tcpdump expression");
        var threads = Arguments.Threads();
        var eve = Arguments.Eve();
        var command = new Command("agent", "Run the host agent: sense packets, enforce bans") { silo, token, data, network, role, enforce, again, name, port, open, filter, threads, eve };
        command.SetAction(async (parsed, cancel) =>
        {
            var directory = new DataDirectory(parsed.GetValue(data)!);
            var wanted = parsed.GetValue(role) is { Length: > 0 } given ? given : Roles;
            if (wanted.FirstOrDefault(r => !Roles.Contains(r)) is { } unknown) throw new CommandException($"--role {unknown}: expected sense or enforce", ExitCode.BadInput);
            if (!SiloEndpoint.TryParseAddress(parsed.GetValue(silo), out var address, out var error)) throw new CommandException($"--silo: {error}", ExitCode.BadInput);
            var secret = parsed.GetValue(token) ?? Environment.GetEnvironmentVariable("TEGUMENT_TOKEN") ?? directory.ReadToken(DataDirectory.AgentToken)
                ?? throw new CommandException($"no token: give --token or TEGUMENT_TOKEN, or put it into {directory.File(DataDirectory.AgentToken)}");
            if (!Environment.IsPrivilegedProcess) throw new CommandException("the agent reads packets and writes firewall rules: run it as root");
            InterfaceNames.Check(parsed.GetValue(network) ?? []);
            // A mistake in it is said before anything is started; the sensor compiles it anew for the kind of each interface.
            parsed.GetValue(filter)?.ForKernel(LinkType.Ethernet);
            directory.Create();
            var options = new AgentOptions(
                parsed.GetValue(name)!, directory, new SiloEndpoint(address, secret), parsed.GetValue(network) ?? [],
                wanted.Contains("sense"), wanted.Contains("enforce"), parsed.GetValue(enforce), parsed.GetValue(again), parsed.GetValue(port), parsed.GetValue(open),
                parsed.GetValue(filter), parsed.GetValue(threads)) { Eve = parsed.GetValue(eve) ?? [] };
            return await Run(options, cancel);
        });
        return command;
    }

    private static async Task<int> Run(AgentOptions options, CancellationToken cancel)
    {
        // Never disposed: a second signal may be on its way while the first has already ended everything.
        var stop = new CancellationTokenSource();
        using var cancelled = cancel.Register(stop.Cancel);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var agent = new HostAgent(options);
        await agent.Run(stop.Token);
        return ExitCode.Ok;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
