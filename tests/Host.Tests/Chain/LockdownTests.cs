using Tegument.Host.Tests.Attackers;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Chain;

/// <summary>A lockdown from the verb to the kernel and back: silo, agent and a real session, with the dead-man's switch tried in earnest.</summary>
public sealed class LockdownTests : IDisposable
{
    private readonly ProtectedHost _host = new("--enforce");

    public void Dispose() => _host.Dispose();

    [SkippableFact]
    public void Unconfirmed_it_undoes_itself_and_a_session_lives_through_it()
    {
        using var session = Session.Open(_host);
        session.Answers().ShouldBeTrue();
        Arm("10s").ShouldContain("NOT CONFIRMED");
        Until.True(() => !Connects(), "a stranger is shut out");
        session.Answers().ShouldBeTrue("what is connected stays connected");
        ProtectedHost.CanConnect(_host.Attacker, ProtectedHost.Inner).ShouldBeFalse("nor does anybody get through to who is behind the host");
        Until.True(() => Posture().Contains("BALANCED", StringComparison.Ordinal), "the silo falls back", everyMs: 500);
        Until.True(Connects, "the host is open again");
        session.Answers().ShouldBeTrue();
        var late = _host.Verb("posture", "confirm");
        late.ExitCode.ShouldNotBe(0);
        late.Error.ShouldContain("waits for no confirmation");
    }

    [SkippableFact]
    public void Unconfirmed_it_undoes_itself_with_agent_and_silo_killed()
    {
        Arm("15s");
        Until.True(() => _host.KernelSet("lockdown").Count == 2, "both families are closed", everyMs: 20);
        _host.Silo.Kill();
        _host.Agent.Kill();
        Connects().ShouldBeFalse();
        Until.True(Connects, "the kernel opens by itself");
        _host.KernelSet("lockdown").ShouldBeEmpty();

        // And nothing that comes back closes it again.
        _host.StartSilo();
        _host.StartAgent();
        Posture().ShouldContain("BALANCED");
        Connects().ShouldBeTrue();
    }

    [SkippableFact]
    public void Confirmed_it_holds_past_its_switch_through_kills_until_the_posture_is_left()
    {
        using var session = Session.Open(_host);
        Arm("15s");
        ProgramResult confirmed = _host.Verb("posture", "confirm");
        if (confirmed.ExitCode != 0)
        {
            // Asked before the host had told that it is closed.
            confirmed.Error.ShouldContain("stage");
            Until.True(() => _host.Verb("posture", "confirm").ExitCode == 0, "every host has told");
        }

        Until.True(() => _host.KernelSet("lockdown") is { Count: 2 } set && set.Values.All(left => left > 60), "the kernel knows", everyMs: 200);
        _host.Agent.Kill();
        _host.StartAgent();
        _host.Silo.Kill();
        _host.StartSilo();
        Thread.Sleep(TimeSpan.FromSeconds(12));
        Connects().ShouldBeFalse("the switch would have opened by now");
        session.Answers().ShouldBeTrue();
        Until.True(() => _host.Verb("hosts", "--json").Output.Contains("\"phase\":\"confirmed\"", StringComparison.Ordinal), "the fleet shows it", everyMs: 500);
        _host.Verb("posture", "balanced", "--reason", "over").OrThrow();
        Until.True(Connects, "left at once");
        session.Answers().ShouldBeTrue();
    }

    [SkippableFact]
    public void A_flush_on_the_host_ends_it_there()
    {
        Arm("60s");
        Until.True(() => !Connects(), "a stranger is shut out");
        _host.Verb("flush", "--local", "--reason", "let me in").OrThrow();
        Until.True(Connects, "open");
        Until.True(() => _host.Verb("hosts").Output.Contains("would be closed", StringComparison.Ordinal), "the fleet shows that this host only observes", everyMs: 500);
        _host.Host.Run("nft", "list", "tables").Output.ShouldBeEmpty();
    }

    private string Arm(string within)
    {
        var armed = _host.Verb("posture", "lockdown", "--reason", "test", "--confirm-within", within);
        return armed.OrThrow().Output;
    }

    private string Posture() => _host.Verb("posture").OrThrow().Output;

    private bool Connects() => ProtectedHost.CanConnect(_host.Attacker, ProtectedHost.Address);

    /// <summary>A TCP session from another address of the attacker's, SSH where sshd is installed, that echoes what is said into it.</summary>
    private sealed class Session : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("tegument-session-").FullName;
        private readonly SshServer? _ssh;
        private int _said;

        private Session(ProtectedHost host)
        {
            // An administrator's address is admitted, so he must not share it with the stranger.
            var source = host.NewAttacker(50);
            string[] command;
            if (SshServer.IsInstalled)
            {
                _ssh = new SshServer(host.Host, ProtectedHost.Address);
                command = _ssh.Login(source, "cat");
            }
            else
            {
                host.Host.Start("ncat", "-lk", "7", "-c", "cat");
                command = ["ncat", "-s", source, ProtectedHost.Address, "7"];
            }

            File.WriteAllText(In, "");
            host.Attacker.Start("sh", "-c", $"tail -n +1 -f {In} | {string.Join(' ', command.Select(word => $"'{word}'"))} > {Out}");
        }

        private string In => Path.Combine(_folder, "in");

        private string Out => Path.Combine(_folder, "out");

        public static Session Open(ProtectedHost host) => new(host);

        public bool Answers()
        {
            var line = $"line {++_said}";
            File.AppendAllText(In, line + "\n");
            Until.True(() => File.Exists(Out) && File.ReadAllText(Out).Contains(line, StringComparison.Ordinal), $"the session echoes {line}");
            return true;
        }

        public void Dispose()
        {
            _ssh?.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
