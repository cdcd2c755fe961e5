using System.Text.Json;
using Tegument.Host.Tests.Chain;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Verbs;

/// <summary>The verbs against a silo that runs: what they print, and whom they refuse.</summary>
public sealed class VerbTests : IDisposable
{
    private const string Long = "a reason that goes on and on, because somebody wanted to tell the whole story of how this address came to be banned, and what the others thought of it, [red]in markup[/]";
    private readonly UpHost _host = new();

    public VerbTests()
    {
        _host.Up("--enforce");
        Until.True(() => _host.Verb("hosts", "--json").Output.Contains("\"online\":true", StringComparison.Ordinal), "the agent is linked", everyMs: 300);
    }

    public void Dispose() => _host.Dispose();

    [SkippableFact]
    public void Every_verb_speaks_json_and_tables_that_fit()
    {
        _host.VerbJson("ban", "198.51.100.7", "--reason", Long, "--ttl", "90s").GetProperty("ban").GetProperty("address").GetString().ShouldBe("198.51.100.7");
        _host.VerbJson("ban", "2001:db8:1:2::/64", "--reason", "a network");
        foreach (var line in _host.Verb("bans", "--json").OrThrow().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)) JsonDocument.Parse(line);
        foreach (var verb in new string[][] { ["status"], ["hosts"], ["incidents"], ["evidence"], ["evidence", "198.51.100.0/24", "--kind", "port-scan", "--since", "1h"], ["targets"], ["posture"], ["explain", "198.51.100.7"], ["token", "list"], ["user", "list"], ["policy", "simulate"] })
        {
            _host.VerbJson(verb).ValueKind.ShouldBe(JsonValueKind.Object);
            _host.Verb(verb).OrThrow().Output.ShouldNotBeEmpty();
        }

        var rows = _host.Verb("bans").OrThrow().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        rows.Length.ShouldBe(4);
        rows[1].ShouldEndWith(Long);
        rows[^1].ShouldBe("2 bans");
        _host.Verb("ban", "198.51.100.8", "--reason", "x", "--ttl", "90s").OrThrow().Output.ShouldContain("for 1m 30s");
        _host.VerbJson("unban", "198.51.100.8", "--reason", "x").GetProperty("lifted").GetArrayLength().ShouldBe(1);
        _host.VerbJson("posture", "hardened", "--for", "10m").GetProperty("level").GetString().ShouldBe("hardened");
        _host.VerbJson("token", "new", "--role", "viewer").GetProperty("secret").GetString().ShouldStartWith("tgm_");
        _host.VerbJson("flush").GetProperty("host").GetString().ShouldBe(Environment.MachineName);
    }

    [SkippableFact]
    public void People_are_added_changed_and_removed_with_the_password_on_standard_input()
    {
        WithInput("correct horse battery", "user", "add", "night-shift", "--role", "operator").OrThrow().Output.ShouldBe("added night-shift as operator\n");
        OneLine.Of(WithInput("correct horse battery", "user", "add", "Night-Shift", "--role", "viewer"), 1).ShouldContain("there is a user 'Night-Shift' already");
        OneLine.Of(WithInput("short", "user", "add", "another", "--role", "viewer"), 2).ShouldContain("12 to 200 characters");
        OneLine.Of(WithInput("correct horse battery", "user", "add", "another", "--role", "sensor"), 2).ShouldContain("expected viewer, operator or admin");
        _host.Verb("user", "role", "night-shift", "--role", "viewer", "--reason", "day off").OrThrow().Output.ShouldBe("night-shift is viewer now\n");
        WithInput("staple for the night", "user", "password", "night-shift").OrThrow();
        _host.Verb("user", "list").OrThrow().Output.ShouldContain("never");
        _host.Verb("user", "remove", "night-shift", "--reason", "left").OrThrow().Output.ShouldBe("removed night-shift\n");
        OneLine.Of(_host.Verb("user", "remove", "night-shift", "--reason", "left"), 1).ShouldContain("no user 'night-shift'");
        OneLine.Of(_host.Verb("token", "new", "--role", "viewer", "--for", "1h"), 2).ShouldContain("--once");

        ProgramResult WithInput(string line, params string[] verb) =>
            _host.Space.Run(["sh", "-c", "line=$1; shift; echo \"$line\" | \"$@\"", "sh", line, "dotnet", Built.Host, .. verb, "--data", _host.Data]);
    }

    [SkippableFact]
    public void Refusals_are_one_line_and_change_nothing()
    {
        var viewer = _host.Verb("token", "new", "--role", "viewer").OrThrow().Output.Trim();
        OneLine.Of(_host.Verb("ban", "1.2.3.4", "--reason", "x", "--token", "wrong"), 1).ShouldContain("token is not known");
        OneLine.Of(_host.Verb("ban", "1.2.3.4", "--reason", "x", "--token", viewer), 1).ShouldContain("role operator");
        OneLine.Of(_host.Verb("flush", "--token", _host.Operator), 1).ShouldContain("role admin");
        OneLine.Of(_host.Verb("ban", UpHost.Own, "--reason", "x"), 1).ShouldContain("own address");
        OneLine.Of(_host.Verb("ban", "127.0.0.1", "--reason", "x")).ShouldContain("loopback");
        OneLine.Of(_host.Verb("ban", "0.0.0.0/0", "--reason", "x")).ShouldContain("too wide");
        OneLine.Of(_host.Verb("ban", "1.2.3.4", "--reason", " "), 2).ShouldContain("reason");
        OneLine.Of(_host.Verb("ban", "1.2.3.4", "--reason", new string('a', 5000)), 2).ShouldContain("500 characters");
        OneLine.Of(_host.Verb("flush", "--host", "nobody"), 1).ShouldContain("no executor of host 'nobody'");
        OneLine.Of(_host.Verb("token", "revoke", "none", "--reason", "x"));
        _host.Verb("bans").OrThrow().Output.ShouldBe("no bans\n");
    }

    [SkippableFact]
    public void Lists_of_bans_go_out_and_in_again_and_the_audit_log_is_told_and_verified()
    {
        _host.Verb("ban", "198.51.100.0/24", "--reason", "=formula", "--ttl", "1h").OrThrow();
        _host.Verb("ban", "198.51.100.7", "--reason", "x", "--ttl", "2h").OrThrow();
        var file = Path.Combine(_host.Data, "list.csv");
        _host.Verb("bans", "export", "--format", "csv", "-o", file, "--within", "198.51.100.0/24").OrThrow();
        File.ReadAllLines(file).Length.ShouldBe(3);
        _host.Verb("bans", "export", "--format", "plain").OrThrow().Output.ShouldBe("198.51.100.0/24\n198.51.100.7\n");
        _host.Verb("unban", "198.51.100.7", "--reason", "x").OrThrow();
        _host.Verb("bans", "import", file, "--dry-run").OrThrow().Output.ShouldStartWith("would ban 1; 1 stood already");
        _host.VerbJson("bans", "import", file).GetProperty("made").GetInt32().ShouldBe(1);
        var bans = _host.Verb("bans", "--sort", "-expires", "--json").OrThrow().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        bans.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("address").GetString()).ShouldBe(["198.51.100.7", "198.51.100.0/24"]);

        File.WriteAllText(file, "address\n198.51.100.9\nnonsense\n127.0.0.1\n");
        var refused = _host.Verb("bans", "import", file);
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("line 3: 'nonsense' is not an IP address");
        refused.Error.ShouldContain("line 4: 127.0.0.1: protected: loopback");
        _host.Verb("bans", "import", file, "--skip-bad").OrThrow().Output.ShouldStartWith("banned 1; 0 stood already, 0 were over, 2 left out");
        OneLine.Of(_host.Verb("bans", "import", Path.Combine(_host.Data, "none.txt")), 2).ShouldContain("none.txt");
        OneLine.Of(_host.Verb("bans", "import", "list"), 2).ShouldContain("--format");

        _host.Verb("audit", "--subject", "198.51.100.7").OrThrow().Output.ShouldContain("unban");
        _host.Verb("audit", "export", "--action", "ban-import").OrThrow().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        var verified = _host.VerbJson("audit", "verify");
        verified.GetProperty("intact").GetBoolean().ShouldBeTrue();
        var known = $"{verified.GetProperty("last").GetInt64()}:{verified.GetProperty("head").GetString()}";
        _host.Verb("audit", "verify", "--known", known).OrThrow().Output.ShouldStartWith("intact: ");
        OneLine.Of(_host.Verb("audit", "verify", "--known", known[..^4] + "0000"), 1).ShouldContain("tampered");
        OneLine.Of(_host.Verb("audit", "--token", _host.Operator), 1).ShouldContain("role admin");
    }

    [SkippableFact]
    public void A_second_up_beside_the_first_is_refused_and_harms_nothing()
    {
        OneLine.Of(_host.Verb("up", "--listen", "http://127.0.0.1:7600", "--agent-port", "0"), 1);
        _host.Verb("status").OrThrow();
        _host.Processes().Length.ShouldBe(4);
    }
}
