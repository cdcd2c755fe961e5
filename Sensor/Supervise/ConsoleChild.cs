using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Sensor.Commands;

namespace Tegument.Sensor.Supervise;

/// <summary>
/// The web console under <c>up</c>. Nothing waits for it: a console that does not start is told in one line and left alone; one that served
/// and died is started again like the others. All calls from the thread that the children's death signal follows.
/// </summary>
/// <param name="firstStart">No start has succeeded on this data directory: whoever looks needs a way in.</param>
public sealed class ConsoleChild(UpOptions options, bool firstStart) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LinkLife = TimeSpan.FromHours(1);

    private KeptChild? _child;
    private bool _serves;

    private string Address => $"http://127.0.0.1:{options.ConsolePort.ToString(CultureInfo.InvariantCulture)}/";

    /// <summary>Starts it, unless there is to be none; <see cref="Tend"/> says the rest.</summary>
    public void Begin()
    {
        options.Data.ForgetConsoleAddress();
        if (options.ConsolePort == 0) return;
        try
        {
            RequireFreePort();
            _child = new KeptChild("console", Start);
            _child.Launch();
        }
        catch (CommandException e)
        {
            GiveUp(e.Message);
        }
    }

    /// <summary>Call a few times a second.</summary>
    public void Tend()
    {
        if (_child is null) return;
        try
        {
            if (_serves) _child.Tend();
            else if (_serves = _child.Serves(Patience)) Say();
        }
        catch (CommandException e)
        {
            GiveUp(e.Message);
        }
    }

    /// <summary>Asks it to end, and does not wait: it may take its time over open pages, and protection's end has an order of its own.</summary>
    public void Terminate() => _child?.Terminate();

    public void End() => _child?.End();

    public void Dispose() => _child?.Dispose();

    private Child Start()
    {
        string[] arguments =
        [
            Programs.Console, "--silo", options.Listen.ToString(), "--port", options.ConsolePort.ToString(CultureInfo.InvariantCulture), "--data", options.Data.Path,
        ];
        return Child.Start("console", arguments, "console listening on ", line => Console.Error.WriteLine($"console: {line}"));
    }

    private void RequireFreePort()
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, options.ConsolePort);
            probe.Start();
        }
        catch (SocketException)
        {
            throw new CommandException($"port {options.ConsolePort} is taken by another program (--console-port names another, 0 none)");
        }
    }

    private void GiveUp(string why)
    {
        var told = why.StartsWith("the console ", StringComparison.Ordinal) ? why : $"the console did not start: {why}";
        Console.Error.WriteLine($"tegument: {told}; protection goes on without it");
        var child = _child;
        _child = null;
        child?.End();
        child?.Dispose();
    }

    private void Say()
    {
        options.Data.WriteConsoleAddress(Address);
        Console.Out.WriteLine($"console: {Address}");
        SayHowToSignIn();
        Console.Out.Flush();
        _child?.ShowOutput();
    }

    /// <summary>A link that works once, at the first start; later a hint, while nobody has a password.</summary>
    private void SayHowToSignIn()
    {
        const string Another = "tegument token new --role admin --once";
        try
        {
            using var silo = new TegumentClient(new SiloEndpoint(options.Listen, options.Data.ReadToken(DataDirectory.AdminToken)), TimeSpan.FromSeconds(10));
            if (!silo.SessionAsync().GetAwaiter().GetResult().FirstRun) return;
            if (!firstStart)
            {
                Console.Out.WriteLine($"nobody has a password yet: sign in with what '{Another}' prints");
                return;
            }

            var made = silo.CreateTokenAsync(new TokenCreate("first sign-in", [TokenRole.Admin], Once: true, LinkLife.TotalSeconds)).GetAwaiter().GetResult();
            Console.Out.WriteLine($"sign in once, within an hour: {SignInLink.Of(Address, made.Secret)} (another: {Another})");
        }
        catch (Exception e) when (e is SiloUnreachableException or TegumentApiException or CommandException)
        {
            Console.Out.WriteLine($"sign in with what '{Another}' prints");
        }
    }
}
