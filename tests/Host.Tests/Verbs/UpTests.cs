using Tegument.Host.Tests.Chain;
using Tegument.Sensor.Native;

namespace Tegument.Host.Tests.Verbs;

public sealed class UpTests : IDisposable
{
    private readonly UpHost _host = new();

    public void Dispose() => _host.Dispose();

    [SkippableFact]
    public void The_first_start_shows_address_and_token_once_and_signals_end_everything()
    {
        var first = _host.Up("--posture", "hardened");
        first.Said.ShouldContain("tegument is up: http://127.0.0.1:7500");
        first.Said.ShouldContain("OBSERVE ONLY");
        first.Said.ShouldContain(_host.Operator);
        Until.True(() => first.Said.Contains("/signin?token=tgm_", StringComparison.Ordinal), "the console's link", everyMs: 100);
        first.Said.ShouldContain("console: http://127.0.0.1:7580/");
        first.Said.ShouldContain("sign in once, within an hour: http://127.0.0.1:7580/signin?token=");
        _host.VerbJson("posture").GetProperty("level").GetString().ShouldBe("hardened");
        Until.True(() => _host.VerbJson("status").GetProperty("totals").GetProperty("online").GetInt32() == 1, "the agent is linked", everyMs: 250);
        first.Terminate().ShouldBe(0);
        first.Said.ShouldNotContain("   at ", customMessage: "a stack trace");
        _host.Processes().ShouldBeEmpty();

        var second = _host.Up("--enforce");
        second.Said.ShouldNotContain(_host.Operator);
        second.Said.ShouldContain("ENFORCING");
        Until.True(() => second.Said.Contains("nobody has a password yet", StringComparison.Ordinal), "a hint", everyMs: 100);
        second.Said.ShouldNotContain("signin?token=");
        _host.VerbJson("posture").GetProperty("level").GetString().ShouldBe("hardened", "the posture outlives a start that names none");
        _host.Verb("ban", "198.51.100.7", "--reason", "stays").OrThrow();
        Until.True(() => _host.VerbJson("status").GetProperty("totals").GetProperty("enforced").GetInt32() == 1 && InKernel(), "the ban in the kernel, and told", everyMs: 250);
        second.Signal(2);
        Until.True(() => second.HasExited, "ended by SIGINT");
        second.ExitCode.ShouldBe(0);
        Until.True(() => second.Said.Contains("1 ban left in the kernel", StringComparison.Ordinal), "it says how many bans it leaves");
        _host.Processes().ShouldBeEmpty();
        InKernel().ShouldBeTrue("bans outlive every process");
    }

    [SkippableFact]
    public void What_it_writes_is_for_its_owner_alone()
    {
        _host.Up();
        File.GetUnixFileMode(_host.Data).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var name in new[] { "operator.token", "admin.token", "agent.token", "console.token", "silo.address", "tegument.db" })
            File.GetUnixFileMode(Path.Combine(_host.Data, name)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, name);
    }

    [SkippableFact]
    public void A_child_that_dies_is_started_again_and_all_end_when_up_is_killed()
    {
        var up = _host.Up();
        var (silo, agent) = (_host.PidOf("tegument-silo.dll"), _host.PidOf(" agent "));
        Signals.Send(agent, 9);
        Signals.Send(silo, 9);
        Until.True(() => _host.Processes().Length == 4 && _host.PidOf("tegument-silo.dll") != silo && _host.PidOf(" agent ") != agent, "both are back", everyMs: 200);
        Until.True(() => _host.Verb("hosts", "--json").Output.Contains("\"online\":true", StringComparison.Ordinal), "and linked", everyMs: 300);
        up.Said.ShouldContain("the agent ended (killed by signal 9); starting it again");
        up.Kill();
        Until.True(() => _host.Processes().Length == 0, "its children follow it", everyMs: 200);
    }

    [SkippableFact]
    public void A_port_in_use_is_one_line_and_the_next_start_still_shows_the_token()
    {
        var squatter = _host.Space.Start("ncat", "-lk", "127.0.0.1", "7500");
        Until.True(() => _host.Space.Run("sh", "-c", "ss -ltn | grep -q 7500").ExitCode == 0, "the port is taken");
        var failed = _host.Verb("up");
        failed.ExitCode.ShouldBe(1);
        failed.Output.ShouldBeEmpty();
        OneLine.Of(failed).ShouldContain("7500 is in use");
        _host.Processes().ShouldBeEmpty();
        squatter.Kill(entireProcessTree: true);
        squatter.WaitForExit();
        _host.Up().Said.ShouldContain("operator token (shown this once");
    }

    [SkippableFact]
    public void A_taken_agent_port_is_a_named_state_and_protection_goes_on()
    {
        _host.Space.Start("ncat", "-lk", "127.0.0.1", "9000");
        Until.True(() => _host.Space.Run("sh", "-c", "ss -ltn | grep -q 9000").ExitCode == 0, "the port is taken");
        var up = _host.Up("--enforce");
        Until.True(() => up.Said.Contains("the local agent API is off: port 9000 is in use", StringComparison.Ordinal), "the state is named");
        _host.Verb("ban", "198.51.100.7", "--reason", "all the same").OrThrow();
        Until.True(InKernel, "the ban in the kernel");
    }

    [SkippableFact]
    public void A_taken_console_port_is_one_line_and_protection_goes_on()
    {
        _host.Space.Start("ncat", "-lk", "127.0.0.1", "7580");
        Until.True(() => _host.Space.Run("sh", "-c", "ss -ltn | grep -q 7580").ExitCode == 0, "the port is taken");
        var up = _host.Up("--enforce");
        Until.True(() => up.Said.Contains("tegument: the console did not start: port 7580 is taken by another program", StringComparison.Ordinal), "the line");
        _host.Verb("ban", "198.51.100.7", "--reason", "all the same").OrThrow();
        Until.True(InKernel, "the ban in the kernel");
        up.Terminate().ShouldBe(0);
    }

    [SkippableFact]
    public void A_console_that_dies_is_started_again_and_none_is_started_when_none_is_wanted()
    {
        var up = _host.Up("--console-port", "7581");
        Until.True(() => up.Said.Contains("console: http://127.0.0.1:7581/", StringComparison.Ordinal), "it serves", everyMs: 100);
        _host.Verb("token", "new", "--role", "viewer", "--once").OrThrow().Error.ShouldContain("http://127.0.0.1:7581/signin?token=tgm_");
        var console = _host.PidOf("tegument-dashboard.dll");
        Signals.Send(console, 9);
        Until.True(() => _host.Processes().Any(p => p.Contains("tegument-dashboard.dll", StringComparison.Ordinal) && !p.StartsWith($"{console} ", StringComparison.Ordinal)), "it is back", everyMs: 200);
        up.Terminate().ShouldBe(0);
        _host.Processes().ShouldBeEmpty();

        _host.Up("--console-port", "0");
        Until.True(() => _host.Verb("hosts", "--json").Output.Contains("\"online\":true", StringComparison.Ordinal), "the agent is linked", everyMs: 300);
        _host.Processes().Length.ShouldBe(3);
        _host.Verb("token", "new", "--role", "viewer", "--once").OrThrow().Error.ShouldNotContain("http://");
    }

    [SkippableFact]
    public void A_directory_of_others_is_refused_and_left_as_it_was()
    {
        var others = Path.Combine(Path.GetDirectoryName(_host.Data)!, "others");
        var modes = new Dictionary<string, UnixFileMode>
        {
            ["shared"] = (UnixFileMode)0b001_111_111_111, ["etc"] = (UnixFileMode)0b111_101_101,
        };
        foreach (var (name, mode) in modes)
        {
            var path = Directory.CreateDirectory(Path.Combine(others, name)).FullName;
            File.WriteAllText(Path.Combine(path, "passwd"), "theirs");
            File.SetUnixFileMode(path, mode);
            OneLine.Of(_host.Verb("up", "--data", path), 2).ShouldContain("give a directory of its own");
            File.GetUnixFileMode(path).ShouldBe(mode);
            Directory.GetFileSystemEntries(path).Length.ShouldBe(1);
        }

        var foreign = Directory.CreateDirectory(Path.Combine(others, "foreign")).FullName;
        _host.Space.Run("chown", "65534", foreign).OrThrow();
        OneLine.Of(_host.Verb("up", "--data", foreign), 2).ShouldContain("another user");
    }

    private bool InKernel() => _host.Space.Run("nft", "list", "set", "inet", "tegument", "v4").Output.Contains("198.51.100.7", StringComparison.Ordinal);
}
