using System.Runtime.InteropServices;
using Tegument.Sensor.Commands;

namespace Tegument.Sensor.Supervise;

/// <summary>
/// Keeps silo and agent alive until told to stop: starts them in order, says where they are, starts one again that died, ends both
/// cleanly. Everything on the calling thread, which the children's death signal follows.
/// </summary>
public sealed class Supervisor(UpOptions options)
{
    /// <summary>A child that ends this soon after its start will do so again: give up and say why.</summary>
    private static readonly TimeSpan TooSoon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Readiness = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualResetEventSlim _stop = new();
    private readonly ManualResetEventSlim _ready = new();

    public int Run(CancellationToken cancel)
    {
        var firstStart = options.Data.ReadToken(DataDirectory.OperatorToken) is null;
        using var cancelled = cancel.Register(_stop.Set);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

        options.Data.WriteSiloAddress(options.Listen.ToString());
        var silo = StartSilo();
        Child? agent = null;
        try
        {
            WaitUntilReady(silo);
            agent = StartAgent();
            Say(firstStart);
            return Watch(ref silo, ref agent);
        }
        finally
        {
            // The agent first: it tells the silo goodbye and leaves the kernel's bans in place.
            Console.Out.WriteLine("stopping");
            agent?.Terminate();
            agent?.WaitOrKill(Patience);
            silo.Terminate();
            silo.WaitOrKill(Patience);
            agent?.Dispose();
            silo.Dispose();
        }
    }

    private int Watch(ref Child silo, ref Child agent)
    {
        var (siloStarted, agentStarted) = (DateTime.UtcNow, DateTime.UtcNow);
        while (!_stop.Wait(200))
        {
            silo = Revive(silo, StartSilo, ref siloStarted);
            agent = Revive(agent, StartAgent, ref agentStarted);
        }

        return ExitCode.Ok;
    }

    private static Child Revive(Child child, Func<Child> start, ref DateTime started)
    {
        if (!child.HasExited) return child;
        if (DateTime.UtcNow - started < TooSoon) throw new CommandException($"the {child.Name} ended with code {child.ExitCode}: {child.LastError}");
        Console.Error.WriteLine($"tegument: the {child.Name} ended with code {child.ExitCode} ({child.LastError}); starting it again");
        child.Dispose();
        started = DateTime.UtcNow;
        return start();
    }

    private void WaitUntilReady(Child silo)
    {
        var deadline = DateTime.UtcNow + Readiness;
        while (!_ready.Wait(50))
        {
            if (_stop.IsSet) throw new OperationCanceledException();
            if (silo.HasExited) throw new CommandException($"the silo did not start: {silo.LastError}");
            if (DateTime.UtcNow > deadline) throw new CommandException($"the silo did not say it was ready within {Readiness.TotalSeconds} s");
        }
    }

    private Child StartSilo()
    {
        var arguments = new List<string> { Programs.Silo, "--data", options.Data.Path, "--listen", options.Listen.ToString() };
        if (options.Posture is { } posture) arguments.AddRange(["--posture", Contracts.Wire.WireName.Of(posture)]);
        return Child.Start("silo", arguments, line =>
        {
            if (line.StartsWith("listening on ", StringComparison.Ordinal)) _ready.Set();
            else Console.Error.WriteLine($"silo:  {line}");
        });
    }

    private Child StartAgent()
    {
        var arguments = new List<string> { Programs.Host, "agent", "--data", options.Data.Path, "--silo", options.Listen.ToString() };
        foreach (var name in options.Interfaces) arguments.AddRange(["--interface", name]);
        if (options.Enforce) arguments.Add("--enforce");
        arguments.AddRange(["--agent-port", options.AgentPort.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        if (options.AgentOpen) arguments.Add("--agent-open");
        return Child.Start("agent", arguments, line => Console.Error.WriteLine($"agent: {line}"));
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
