using System.Diagnostics;
using System.Globalization;
using Tegument.Host.Tests.Chain;
using Tegument.Host.Tests.Verbs;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Foreign;

/// <summary>
/// A host where <c>up</c> runs beside the distribution's own fail2ban, with its shipped jails and filters, our action as <c>integrate</c>
/// installs it, and a log of an SSH server that the test writes.
/// </summary>
internal sealed class Fail2BanHost : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-fail2ban-").FullName;
    private Process? _server;

    public Fail2BanHost()
    {
        Requires.Programs("fail2ban-server", "fail2ban-client", "curl");
        Host = new UpHost();
        Host.Up("--enforce");
        Until.True(() => Host.Verb("hosts", "--json").Output.Contains("\"online\":true", StringComparison.Ordinal), "the agent is linked", everyMs: 300);
        Configure();
        File.WriteAllText(Log, "");
    }

    public UpHost Host { get; }

    private string Config => Path.Combine(_folder, "fail2ban");

    private string Log => Path.Combine(_folder, "auth.log");

    private string OwnLog => Path.Combine(_folder, "fail2ban.log");

    /// <summary>What fail2ban has logged.</summary>
    public string Said => File.Exists(OwnLog) ? File.ReadAllText(OwnLog) : "";

    public void Start()
    {
        _server = Host.Space.Start(["fail2ban-server", .. Where, "-p", Path.Combine(_folder, "pid"), "--logtarget", OwnLog, "-f"]);
        Until.True(() => Client("status", "sshd").ExitCode == 0, "fail2ban's jail runs", everyMs: 200);
    }

    public void Stop()
    {
        Client("stop").OrThrow();
        _server!.WaitForExit(120_000).ShouldBeTrue("fail2ban ends");
    }

    public ProgramResult Client(params string[] words) => Host.Space.Run(["fail2ban-client", .. Where, .. words]);

    /// <summary>Lines as sshd writes them for wrong passwords.</summary>
    public void FailLogins(string address, int count = 4)
    {
        var now = DateTime.Now.ToString("MMM dd HH:mm:ss", CultureInfo.InvariantCulture);
        var lines = Enumerable.Range(0, count).Select(i => $"{now} host sshd[{1000 + i}]: Failed password for invalid user admin from {address} port {40_000 + i} ssh2\n");
        File.AppendAllText(Log, string.Concat(lines));
    }

    public void Dispose()
    {
        if (_server is { HasExited: false }) Client("stop");
        Host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Where => ["-c", Config, "-s", Path.Combine(_folder, "socket")];

    private void Configure()
    {
        Programs.Run(["cp", "-r", "/etc/fail2ban", Config]).OrThrow();
        foreach (var other in Directory.EnumerateFiles(Path.Combine(Config, "jail.d"))) File.Delete(other);
        Host.Space.Run("dotnet", Built.Host, "integrate", "fail2ban", "--install", "--to", Config).OrThrow().Output.ShouldContain("banaction = tegument");
        File.WriteAllText(Path.Combine(Config, "jail.local"), DocumentedConfig.Block("jail"));

        // Where this test's things lie, and no waiting.
        File.WriteAllText(Path.Combine(Config, "action.d", "tegument.local"), $"[Init]\ntokenfile = {Path.Combine(Host.Data, "agent.token")}\n");
        File.WriteAllText(Path.Combine(Config, "fail2ban.local"), $"[DEFAULT]\ndbfile = {Path.Combine(_folder, "db.sqlite3")}\n");
        File.WriteAllText(
            Path.Combine(Config, "jail.d", "test.local"),
            $"[DEFAULT]\nbackend = polling\nignoreself = false\n[sshd]\nenabled = true\nlogpath = {Log}\nmaxretry = 3\nbantime = 1800\n");
    }
}
