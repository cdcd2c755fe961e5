using System.Diagnostics;
using Tegument.Host.Tests.Chain;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Attackers;

/// <summary>
/// Legitimate visitors from the bystander's network, each from an address of its own, all at work while the host is attacked; and the servers
/// that they need. What they do is in innocent.py, but for the programs that people use.
/// </summary>
internal sealed class Innocents : IDisposable
{
    private readonly Process? _administrator;
    private readonly SshServer? _ssh;
    private readonly Dictionary<string, (string Address, Task<ProgramResult> Done)> _visitors = [];

    public Innocents(ProtectedHost host)
    {
        Serve(host.Host, "web", "8080");
        Serve(host.Host, "web", "8081");
        Serve(host.Host, "echo", "53");
        Serve(host.Host, "echo", "123");
        Serve(host.Host, "sink", "8730");
        Serve(host.Behind, "resolver", "53");
        var from = host.Bystander;
        for (var number = 20; number < 30; number++) from.Run("ip", "address", "add", $"10.93.2.{number}/24", "dev", "eth0").OrThrow();
        if (SshServer.IsInstalled)
        {
            _ssh = new SshServer(host.Host, "10.93.2.1");
            _administrator = from.Start(_ssh.Login(Attack.Administrator, "sleep", "600"));
            Until.True(() => host.Verb("explain", Attack.Administrator).Output.Contains("administrator session", StringComparison.Ordinal), "the administrator's session is known", everyMs: 500);
            var login = string.Join(' ', _ssh.Login("10.93.2.25", "true"));
            Visit("deploy script", "10.93.2.25", from, "sh", "-c", $"for i in $(seq 20); do {login} || exit 1; done");
        }

        Visit("load test", "10.93.2.2", from, "wrk", "-t1", "-c200", "-d6s", "http://10.93.2.1:8081/");
        Visit("package manager", "10.93.2.21", from, Script("packages", "10.93.2.21", "10.93.1.1", "8080"));
        Visit("browser test", "10.93.2.22", from, Script("browser", "10.93.2.22", "10.93.1.1", "8080"));
        Visit("monitor", "10.93.2.23", from, Script("monitor", "10.93.2.23", "10.93.1.1", "80", "8080", "8081", "8730", "9"));
        Visit("backup", "10.93.2.24", from, Script("backup", "10.93.2.24", "10.93.1.1", "8730"));
        Visit("clients of a name server", "10.93.2.26", from, Script("ask", "10.93.2.26", "10.93.1.1", "53", "600"));
        Visit("clients of a time server", "10.93.2.27", from, Script("ask", "10.93.2.27", "10.93.1.1", "123", "300"));
        Visit("resolver", ProtectedHost.Inner, host.Host, Script("ask", "10.93.3.1", ProtectedHost.Inner, "53", "600"));
    }

    public static readonly string[] Names =
        ["deploy script", "load test", "package manager", "browser test", "monitor", "backup", "clients of a name server", "clients of a time server", "resolver"];

    /// <summary>The visitor's address and what its program said at its end.</summary>
    public (string Address, ProgramResult Result) Of(string name)
    {
        Skip.IfNot(_visitors.ContainsKey(name), "needs the programs 'sshd', 'ssh' and 'ssh-keygen'");
        return (_visitors[name].Address, _visitors[name].Done.GetAwaiter().GetResult());
    }

    public bool AdministratorIsConnected => _administrator is { HasExited: false };

    public void Dispose() => _ssh?.Dispose();

    private static string[] Script(params string[] arguments) => ["python3", Path.Combine(Built.Root, "tests", "Host.Tests", "Attackers", "innocent.py"), .. arguments];

    private static void Serve(NetworkNamespace space, params string[] arguments)
    {
        using var ready = new ManualResetEventSlim();
        var server = space.Start(Script(["serve", .. arguments]));
        server.OutputDataReceived += (_, _) => ready.Set();
        server.BeginOutputReadLine();
        ready.Wait(TimeSpan.FromSeconds(120)).ShouldBeTrue($"the server of {string.Join(' ', arguments)}");
        GC.KeepAlive(server);
    }

    private void Visit(string name, string address, NetworkNamespace from, params string[] command)
    {
        _visitors[name] = (address, Task.Run(() => from.Run(TimeSpan.FromMinutes(3), command)));
    }
}
