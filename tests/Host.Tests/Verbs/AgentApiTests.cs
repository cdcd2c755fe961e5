using Tegument.Host.Tests.Chain;

namespace Tegument.Host.Tests.Verbs;

/// <summary>The local agent API as another program on the host meets it.</summary>
public sealed class AgentApiTests : IDisposable
{
    private readonly UpHost _host = new();

    public void Dispose() => _host.Dispose();

    [SkippableFact]
    public void A_program_with_the_operator_token_bans_reads_and_lifts()
    {
        Start("--enforce");
        var (code, body) = _host.Ask("/ban", """{"ip":"198.51.100.7","reason":"failed logins","ttl":600}""", _host.Operator);
        code.ShouldBe(200, body);
        body.ShouldContain("\"status\":\"ok\"");
        Until.True(() => Kernel().Contains("198.51.100.7", StringComparison.Ordinal), "the ban in the kernel");
        _host.Ask("/bans", token: _host.Operator).Body.ShouldContain("198.51.100.7");
        _host.Ask("/status", token: _host.Operator).Body.ShouldContain("\"enforcing\":true");
        _host.Ask("/unban", """{"ip":"198.51.100.7"}""", _host.Operator).Code.ShouldBe(200);
        Until.True(() => !Kernel().Contains("198.51.100.7", StringComparison.Ordinal), "lifted");
        _host.Ask("/unban", """{"ip":"198.51.100.7"}""", _host.Operator).Code.ShouldBe(404);
        File.ReadAllText(Path.Combine(_host.Data, "agent-audit.jsonl")).ShouldContain("failed logins");
    }

    [SkippableFact]
    public void Who_may_not_is_told_and_nothing_changes()
    {
        Start();
        var viewer = _host.Verb("token", "new", "--role", "viewer").OrThrow().Output.Trim();
        const string ban = """{"ip":"198.51.100.7"}""";
        _host.Ask("/ban", ban).Code.ShouldBe(401);
        _host.Ask("/ban", ban, "wrong").Code.ShouldBe(401);
        _host.Ask("/ban", ban, viewer).Code.ShouldBe(403);
        _host.Ask("/status").Code.ShouldBe(401);
        var (code, body) = _host.Ask("/ban", $$"""{"ip":"{{UpHost.Own}}"}""", _host.Operator);
        code.ShouldBe(409);
        body.ShouldContain("own address");
        foreach (var broken in new[] { "{", "[]", """{"ip":"nonsense"}""", """{"ip":7}""", "{}" }) _host.Ask("/ban", broken, _host.Operator).Code.ShouldBe(400, broken);
        _host.Ask("/status", token: _host.Operator, host: UpHost.Own, from: _host.Neighbour).Code.ShouldBe(0, "nobody listens off this host");
        _host.Ask("/nothing", token: _host.Operator).Code.ShouldBe(404);
        _host.Verb("bans").OrThrow().Output.ShouldBe("no bans\n");
    }

    [SkippableFact]
    public void When_open_no_token_is_needed_and_observing_says_so()
    {
        Start("--agent-open");
        var (code, body) = _host.Ask("/ban", """{"ip":"198.51.100.7"}""");
        code.ShouldBe(200, body);
        body.ShouldContain("not enforced here");
        _host.Verb("bans").OrThrow().Output.ShouldContain("198.51.100.7");
    }

    [SkippableFact]
    public void While_the_silo_is_away_nothing_changes_and_503_says_so()
    {
        Start("--enforce");
        var token = _host.Operator;
        var silo = _host.PidOf("tegument-silo.dll");
        // Stopped, not dead: it holds its port and answers nobody.
        Sensor.Native.Signals.Send(silo, 19);
        var (code, body) = _host.Ask("/ban", """{"ip":"198.51.100.7"}""", token);
        Sensor.Native.Signals.Send(silo, 18);
        code.ShouldBe(503, body);
        body.ShouldContain("\"status\":\"error\"");
    }

    private void Start(params string[] options)
    {
        _host.Up(options);
        Until.True(() => _host.Verb("hosts", "--json").Output.Contains("\"online\":true", StringComparison.Ordinal), "the agent is linked", everyMs: 300);
    }

    private string Kernel() => _host.Space.Run("nft", "list", "set", "inet", "tegument", "v4").Output;
}
