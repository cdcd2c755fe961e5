using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Fleet;
using Tegument.Sensor.Enforce;
using Tegument.Sensor.Enforce.AgentApi;
using Tegument.Sensor.Enforce.Protect;

namespace Tegument.Sensor.Tests.Enforce;

public sealed class AgentApiTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-agent-").FullName;
    private readonly ListLedger _ledger = new();
    private readonly HttpClient _http = new();
    private readonly Executor _executor;
    private readonly int _port = FreePort();
    private AgentApiServer? _server;

    public AgentApiTests()
    {
        var clock = new EnforcementClock(BootTimeProvider.Instance);
        var nothing = new ProtectionCheck(Protection.None);
        _executor = new Executor(
            new ExecutorOptions { DataDirectory = _folder }, () => new DryRunBackend(clock), () => nothing, Guid.Empty, clock, NullLogger<Executor>.Instance);
    }

    public Task InitializeAsync()
    {
        _executor.Start();
        _http.BaseAddress = new Uri($"http://127.0.0.1:{_port}");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "operator");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _executor.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_ban_is_ok_only_with_the_ledgers_word()
    {
        await Serve();
        (await Post("/ban", """{"ip": "1.2.3.4", "reason": "knocked", "ttl": "1h"}""")).ShouldBe((200, "ok", "banned 1.2.3.4 for 01:00:00: knocked"));
        (await Post("/ban", """{"ip": "1.2.3.0/24", "ttl": 90}""")).Code.ShouldBe(200);
        _ledger.Bans.ShouldBe([IpPrefix.Parse("1.2.3.4"), IpPrefix.Parse("1.2.3.0/24")]);
        (await Post("/unban", """{"ip": "1.2.3.4"}""")).ShouldBe((200, "ok", "lifted 1.2.3.4"));
        (await Post("/unban", """{"ip": "1.2.3.4"}""")).Code.ShouldBe(404);
        (await Post("/ban", """{"ip": "127.0.0.1"}""")).ShouldBe((409, "error", "127.0.0.1 is loopback"));
    }

    [Fact]
    public async Task Without_the_silo_the_answer_is_503_and_nothing_changed()
    {
        await Serve();
        _ledger.IsAway = true;
        (await Post("/ban", """{"ip": "1.2.3.4"}""")).Code.ShouldBe(503);
        _ledger.Bans.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_silo_that_does_not_answer_is_away()
    {
        await Serve(timeout: TimeSpan.FromMilliseconds(200));
        _ledger.IsSilent = true;
        (await Post("/ban", """{"ip": "1.2.3.4"}""")).Code.ShouldBe(503);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"ip": 5}""")]
    [InlineData("""{"ip": null}""")]
    [InlineData("""{"ip": "1.2.3"}""")]
    [InlineData("""{"ip": "1.2.3.4/33"}""")]
    [InlineData("""{"ip": "1.2.3.4/8"}""")]
    [InlineData("""{"ip": "1.2.3.4", "ttl": -1}""")]
    [InlineData("""{"ip": "1.2.3.4", "ttl": 0}""")]
    [InlineData("""{"ip": "1.2.3.4", "ttl": "soon"}""")]
    [InlineData("""{"ip": "1.2.3.4", "ttl": 1e300}""")]
    [InlineData("""{"ip": "1.2.3.4", "reason": []}""")]
    public async Task A_body_that_makes_no_sense_is_400(string body)
    {
        await Serve();
        var (code, status, message) = await Post("/ban", body);
        (code, status).ShouldBe((400, "error"));
        message.ShouldNotBeNullOrWhiteSpace();
        _ledger.Bans.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_without_end_is_400()
    {
        await Serve();
        (await Post("/ban", new string('x', 100_000))).Code.ShouldBe(400);
    }

    [Fact]
    public async Task A_wrong_method_is_400_and_a_wrong_path_404()
    {
        await Serve();
        (await Read(await _http.GetAsync("/ban"))).Code.ShouldBe(400);
        (await Post("/status", "{}")).Code.ShouldBe(400);
        (await Post("/nowhere", "{}")).ShouldBe((404, "error", "there are POST /ban, POST /unban, GET /status and GET /bans"));
    }

    [Fact]
    public async Task A_token_is_needed_unless_the_api_is_open()
    {
        await Serve();
        _http.DefaultRequestHeaders.Authorization = null;
        (await Post("/ban", """{"ip": "1.2.3.4"}""")).Code.ShouldBe(401);
        (await Read(await _http.GetAsync("/bans"))).Code.ShouldBe(401);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "nonsense");
        (await Post("/ban", """{"ip": "1.2.3.4"}""")).Code.ShouldBe(401);
        (await Read(await _http.GetAsync("/status"))).Code.ShouldBe(401);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "viewer");
        (await Post("/ban", """{"ip": "1.2.3.4"}""")).Code.ShouldBe(403);
        (await Read(await _http.GetAsync("/status"))).Code.ShouldBe(200);
    }

    [Fact]
    public async Task An_open_api_uses_the_agents_own_token()
    {
        await Serve(open: true);
        _http.DefaultRequestHeaders.Authorization = null;
        (await Post("/ban", """{"ip": "1.2.3.4"}""")).Code.ShouldBe(200);
        (await Read(await _http.GetAsync("/status"))).Code.ShouldBe(200);
    }

    [Theory]
    [InlineData("Origin", "https://example.org")]
    [InlineData("Host", "rebound.example.org")]
    public async Task A_web_page_is_refused_even_by_an_open_api(string header, string value)
    {
        await Serve(open: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ban") { Content = new StringContent("""{"ip": "1.2.3.4"}""") };
        request.Headers.TryAddWithoutValidation(header, value);
        (await Read(await _http.SendAsync(request))).Code.ShouldBe(403);
        _ledger.Bans.ShouldBeEmpty();
    }

    [Fact]
    public async Task Status_and_bans_tell_what_this_host_holds()
    {
        await Serve();
        _executor.Submit(Bans.Snapshot(3, ("192.0.2.1", 600)));
        while (_executor.Status.Held != 1) await Task.Delay(10);
        using var status = JsonDocument.Parse(await _http.GetStringAsync("/status"));
        status.RootElement.GetProperty("status").GetString().ShouldBe("ok");
        status.RootElement.GetProperty("backend").GetString().ShouldBe("dry-run");
        status.RootElement.GetProperty("decided").GetInt32().ShouldBe(1);
        using var bans = JsonDocument.Parse(await _http.GetStringAsync("/bans"));
        var ban = bans.RootElement.GetProperty("bans").EnumerateArray().Single();
        ban.GetProperty("ip").GetString().ShouldBe("192.0.2.1");
        ban.GetProperty("origin").GetString().ShouldBe("manual");
        ban.GetProperty("inForce").GetBoolean().ShouldBeFalse();
        ban.GetProperty("refusal").GetString().ShouldBe("observe-only");
    }

    [Fact]
    public async Task Every_try_is_audited_and_no_token_is_written()
    {
        await Serve();
        await Post("/ban", """{"ip": "1.2.3.4", "reason": "knocked"}""");
        await Post("/ban", """{"ip": "nonsense"}""");
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder, "agent-audit.jsonl"));
        lines.Length.ShouldBe(2);
        using var first = JsonDocument.Parse(lines[0]);
        first.RootElement.GetProperty("ip").GetString().ShouldBe("1.2.3.4");
        first.RootElement.GetProperty("reason").GetString().ShouldBe("knocked");
        first.RootElement.GetProperty("code").GetInt32().ShouldBe(200);
        lines[0].ShouldNotContain("operator");
    }

    [Fact]
    public async Task A_taken_port_switches_the_api_off_by_name_and_nothing_else()
    {
        using var squatter = new TcpListener(IPAddress.Loopback, _port);
        squatter.Start();
        _server = new AgentApiServer(Options(), _ledger, _executor, TimeProvider.System);
        (await _server.Start()).ShouldBeFalse();
        _server.IsOn.ShouldBeFalse();
        _server.State.ShouldBe($"off: port {_port} is in use by another program");
        _executor.Submit(Bans.Snapshot(1, ("192.0.2.1", 600)));
        while (_executor.Status.Held != 1) await Task.Delay(10);
    }

    private AgentApiOptions Options() => new() { DataDirectory = _folder, Port = _port };

    private async Task Serve(bool open = false, TimeSpan? timeout = null)
    {
        _server = new AgentApiServer(Options() with { Open = open, LedgerTimeout = timeout ?? TimeSpan.FromSeconds(10) }, _ledger, _executor, TimeProvider.System);
        (await _server.Start()).ShouldBeTrue();
    }

    private async Task<(int Code, string Status, string Message)> Post(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Read(await _http.PostAsync(path, content));
    }

    private static async Task<(int Code, string Status, string Message)> Read(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, json.RootElement.GetProperty("status").GetString()!, json.RootElement.GetProperty("message").GetString()!);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A ledger that is a list: the far end of the API, which lives in another process.</summary>
    private sealed class ListLedger : IAgentLedger
    {
        public List<IpPrefix> Bans { get; } = [];

        public bool IsAway { get; set; }

        public bool IsSilent { get; set; }

        public async Task<AgentAnswer> Ban(IpPrefix prefix, string reason, TimeSpan? ttl, string? token, CancellationToken cancellation)
        {
            if (await Check(token, "operator", cancellation) is { } no) return no;
            if (prefix.Address.IsLoopback) return new AgentAnswer(AgentOutcome.Refused, $"{prefix} is loopback");
            Bans.Add(prefix);
            return new AgentAnswer(AgentOutcome.Done, $"banned {prefix} for {ttl}: {reason}");
        }

        public async Task<AgentAnswer> Unban(IpPrefix prefix, string reason, string? only, string? token, CancellationToken cancellation) =>
            await Check(token, "operator", cancellation)
            ?? (Bans.Remove(prefix) ? new AgentAnswer(AgentOutcome.Done, $"lifted {prefix}") : new AgentAnswer(AgentOutcome.NotFound, $"{prefix} is not banned"));

        public async Task<AgentAnswer> MayRead(string? token, CancellationToken cancellation) =>
            await Check(token, "viewer", cancellation) ?? new AgentAnswer(AgentOutcome.Done, "yes");

        private async Task<AgentAnswer?> Check(string? token, string role, CancellationToken cancellation)
        {
            if (IsSilent) await Task.Delay(Timeout.Infinite, cancellation);
            if (IsAway) return new AgentAnswer(AgentOutcome.Away, "the silo is away");
            if (token is not (null or "operator" or "viewer")) return new AgentAnswer(AgentOutcome.Unauthorized, "unknown token");
            return role == "operator" && token == "viewer" ? new AgentAnswer(AgentOutcome.Forbidden, "a viewer may not ban") : null;
        }
    }
}
