using System.Text.Json;
using Tegument.Host.Tests.Chain;

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
        foreach (var verb in new string[][] { ["status"], ["hosts"], ["incidents"], ["posture"], ["explain", "198.51.100.7"], ["token", "list"] })
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
    public void A_second_up_beside_the_first_is_refused_and_harms_nothing()
    {
        OneLine.Of(_host.Verb("up", "--listen", "http://127.0.0.1:7600", "--agent-port", "0"), 1);
        _host.Verb("status").OrThrow();
        _host.Processes().Length.ShouldBe(3);
    }
}
