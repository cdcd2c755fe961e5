using System.Runtime.InteropServices;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Commands;

namespace Tegument.Sensor.Supervise;

/// <summary>
/// Keeps silo, agent and console alive until told to stop: starts them in order, says where they are, starts one again that died, ends all
/// cleanly. The console is for people: where it does not start, protection goes on. Everything on the calling thread, which the children's death signal follows.
/// </summary>
public sealed class Supervisor(UpOptions options)
{
    private static readonly TimeSpan Readiness = TimeSpan.FromSeconds(60);
    private readonly ManualResetEventSlim _stop = new();

    /// <exception cref="CommandException">One of them did not start; what was started has ended again.</exception>
    public int Run(CancellationToken cancel)
    {
        using var cancelled = cancel.Register(_stop.Set);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

        // The file is written by a start that succeeded, so a token that no start has shown yet is shown by the next.
        var firstStart = options.Data.ReadSiloAddress() is null;
        using var silo = new KeptChild("silo", StartSilo);
        using var agent = new KeptChild("agent", StartAgent);
        using var console = new ConsoleChild(options, firstStart);
        try
        {
            silo.Begin(_stop, Readiness);
            agent.Begin(_stop, Readiness);
            options.Data.WriteSiloAddress(options.Listen.ToString());
            Say(firstStart);
            silo.ShowOutput();
            agent.ShowOutput();
            console.Begin();
            while (!_stop.Wait(200))
            {
                silo.Tend();
                agent.Tend();
                console.Tend();
            }

            Console.Out.WriteLine("stopping");
            return ExitCode.Ok;
        }
        finally
        {
            console.Terminate();
            // The agent before the silo: it tells the silo goodbye and leaves the kernel's bans in place.
            agent.End();
            silo.End();
            console.End();
        }
    }

    private PostureLevel? _posture = options.Posture;
    private bool _agentStarted;

    private Child StartSilo()
    {
        var arguments = new List<string> { Programs.Silo, "--data", options.Data.Path, "--listen", options.Listen.ToString() };
        // Asked for once, by whoever ran `up`: a silo that is started again keeps what people have set since.
        if (_posture is { } posture) arguments.AddRange(["--posture", Contracts.Wire.WireName.Of(posture)]);
        _posture = null;
        if (options.Policy is { } policy) arguments.AddRange(["--policy", Path.GetFullPath(policy)]);
        return Child.Start("silo", arguments, "listening on ", line => Console.Error.WriteLine($"silo:  {line}"));
    }

    private Child StartAgent()
    {
        var arguments = new List<string> { Programs.Host, "agent", "--data", options.Data.Path, "--silo", options.Listen.ToString() };
        foreach (var name in options.Interfaces) arguments.AddRange(["--interface", name]);
        if (options.Enforce) arguments.Add("--enforce");
        arguments.AddRange(["--agent-port", options.AgentPort.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        if (options.AgentOpen) arguments.Add("--agent-open");
        arguments.AddRange(["--threads", options.Threads.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        if (options.Filter is { } filter) arguments.AddRange(["--filter", filter.Expression]);
        foreach (var path in options.Eve) arguments.AddRange(["--eve", path]);
        // A flush holds until a person starts enforcement anew, not until the agent happens to be started again.
        if (_agentStarted) arguments.Add("--again");
        _agentStarted = true;
        return Child.Start("agent", arguments, "agent ready", line => Console.Error.WriteLine($"agent: {line}"));
    }

    private void Say(bool firstStart)
    {
        Console.Out.WriteLine($"tegument is up: {options.Listen.ToString().TrimEnd('/')}");
        Console.Out.WriteLine(options.Enforce
            ? "ENFORCING: banned addresses are dropped by this host's kernel"
            : "OBSERVE ONLY: decisions are made and shown, nothing is blocked (start with --enforce to block)");
        if (firstStart && options.Data.ReadToken(DataDirectory.OperatorToken) is { } token)
            Console.Out.WriteLine($"operator token (shown this once; also in {options.Data.File(DataDirectory.OperatorToken)}): {token}");
        Console.Out.WriteLine("Ctrl-C stops everything; bans stay in the kernel until they end");
        Console.Out.Flush();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _stop.Set();
    }
}
