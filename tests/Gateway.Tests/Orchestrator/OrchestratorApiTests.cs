using System.Net;
using System.Text;
using System.Text.Json;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Link;
using Tegument.Contracts.Posture;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Orchestrator;

/// <summary>Requests as that API's own documentation gives them, with a bearer token beside.</summary>
public sealed class OrchestratorApiTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public async Task An_address_is_blocked_listed_and_unblocked()
    {
        const string Documented = """
            {
              "ip": "192.168.1.100",
              "reason": "Multiple failed login attempts",
              "ttl_seconds": 3600,
              "metadata": {
                "detection_method": "manual",
                "severity": "high"
              }
            }
            """;
        var (status, reply) = await Post("/api/v1/rules/block_ip", Documented);
        status.ShouldBe(HttpStatusCode.OK);
        reply.GetProperty("success").GetBoolean().ShouldBeTrue();
        reply.GetProperty("message").GetString()!.ShouldStartWith("IP 192.168.1.100 blocked successfully");
        var command = Guid.Parse(reply.GetProperty("command_id").GetString()!).ToString();

        using var admin = _silo.Client("admin");
        (await admin.AuditAsync()).Entries.ShouldContain(entry => entry.After != null && entry.After.Contains(command, StringComparison.Ordinal) && entry.After.Contains("\"severity\":\"high\"", StringComparison.Ordinal));

        var listed = await Get("/api/v1/rules/blocked_ips");
        var entry = listed.GetProperty("blocked_ips").EnumerateArray().Single(e => e[0].GetString() == "192.168.1.100")[1];
        entry.GetProperty("reason").GetString().ShouldBe("Multiple failed login attempts");
        entry.GetProperty("ttl_seconds").GetInt64().ShouldBe(3600);
        entry.GetProperty("blocked_by").GetString()!.ShouldStartWith("operator (");
        listed.GetProperty("stats").GetProperty("total_blocked_ips").GetInt64().ShouldBe(listed.GetProperty("blocked_ips").GetArrayLength());
        listed.GetProperty("stats").GetProperty("manual_blocks").GetInt64().ShouldBeGreaterThan(0);

        (await Post("/api/v1/rules/unblock_ip", """{"ip": "192.168.1.100"}""")).Reply.GetProperty("success").GetBoolean().ShouldBeTrue();
        var (gone, missing) = await Post("/api/v1/rules/unblock_ip", """{"ip": "192.168.1.100"}""");
        gone.ShouldBe(HttpStatusCode.NotFound);
        missing.GetProperty("message").GetString().ShouldBe("IP 192.168.1.100 is not blocked");
    }

    [Fact]
    public async Task Without_a_time_a_block_lasts_an_hour_and_members_that_we_do_not_know_are_skipped()
    {
        (await Post("/api/v1/rules/block_ip", """{"ip": "10.0.0.100", "reason": "Test block", "priority": 7}""")).Status.ShouldBe(HttpStatusCode.OK);
        using var client = _silo.Client("operator");
        (await client.BansAsync(new BanFilter(Covering: Given.Prefix("10.0.0.100").Address))).Bans.ShouldHaveSingleItem().SecondsLeft.ShouldBeInRange(3500, 3600);
    }

    [Theory]
    [InlineData("""{"ip": "127.0.0.1", "reason": "Testing dynamic block"}""", HttpStatusCode.Conflict, "loopback")]
    [InlineData("""{"ip": "nonsense", "reason": "x"}""", HttpStatusCode.BadRequest, "ip: ")]
    [InlineData("""{"reason": "x"}""", HttpStatusCode.BadRequest, "'ip' is missing")]
    [InlineData("""{"ip": "10.0.0.9"}""", HttpStatusCode.BadRequest, "'reason' must not be empty")]
    [InlineData("""{"ip": "10.0.0.9", "reason": "x", "ttl_seconds": -5}""", HttpStatusCode.BadRequest, "'ttl_seconds' must be 1 to")]
    [InlineData("""{"ip": "10.0.0.9", "reason": "x", "ttl_seconds": "soon"}""", HttpStatusCode.BadRequest, "'ttl_seconds' must be a number")]
    [InlineData("""{"ip": "10.0.0.9", "reason": "x", "metadata": [1]}""", HttpStatusCode.BadRequest, "'metadata' must be an object")]
    [InlineData("{", HttpStatusCode.BadRequest, "")]
    [InlineData("[]", HttpStatusCode.BadRequest, "")]
    public async Task What_cannot_be_blocked_is_told_in_their_shape(string body, HttpStatusCode expected, string why)
    {
        var (status, reply) = await Post("/api/v1/rules/block_ip", body);
        status.ShouldBe(expected);
        reply.GetProperty("success").GetBoolean().ShouldBeFalse();
        reply.GetProperty("command_id").ValueKind.ShouldBe(JsonValueKind.Null);
        reply.GetProperty("message").GetString()!.ShouldContain(why);
    }

    [Fact]
    public async Task A_viewer_looks_and_changes_nothing_and_a_stranger_not_even_that()
    {
        using var admin = _silo.Client("admin");
        var viewer = (await admin.CreateTokenAsync(new TokenCreate("wall", [TokenRole.Viewer]))).Secret;
        (await Get("/api/v1/nodes", viewer)).ValueKind.ShouldBe(JsonValueKind.Array);
        (await Post("/api/v1/rules/block_ip", """{"ip": "10.0.0.9", "reason": "x"}""", viewer)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Post("/api/tegumentar/posture", """{"posture": "EXPLORE"}""", viewer)).Status.ShouldBe(HttpStatusCode.Forbidden);
        var (status, reply) = await Post("/api/v1/rules/block_ip", """{"ip": "10.0.0.9", "reason": "x"}""", "wrong");
        status.ShouldBe(HttpStatusCode.Unauthorized);
        reply.GetProperty("success").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Hosts_are_nodes_with_an_id_that_stays()
    {
        await using var link = await TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello("web1"));
        await link.SendAsync(new HeartbeatFrame(Given.Report("web1", enforcing: true)));
        await Eventually.That(async () => (await Get("/api/v1/nodes")).GetArrayLength() > 0, "the node");
        var node = (await Get("/api/v1/nodes")).EnumerateArray().Single(n => n.GetProperty("hostname").GetString() == "web1");
        node.GetProperty("status").GetString().ShouldBe("Active");
        node.GetProperty("config").GetProperty("node_type").GetString().ShouldBe("tegument");
        var id = node.GetProperty("node_id").GetGuid();
        (await Get($"/api/v1/nodes/{id}")).GetProperty("hostname").GetString().ShouldBe("web1");
        var stats = await Get("/api/v1/fleet/stats");
        stats.GetProperty("total_nodes").GetInt32().ShouldBe(1);
        stats.GetProperty("active_nodes").GetInt32().ShouldBe(1);
        stats.GetProperty("dead_nodes").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task The_tegumentar_module_sets_a_posture_and_tells_it()
    {
        var (status, reply) = await Post("/api/tegumentar/posture", """{"posture": "HARDENED"}""");
        status.ShouldBe(HttpStatusCode.OK);
        (reply.GetProperty("status").GetString(), reply.GetProperty("posture").GetString()).ShouldBe(("ok", "HARDENED"));
        (await Get("/api/tegumentar/status")).GetProperty("posture").GetString().ShouldBe("HARDENED");
        using var client = _silo.Client("operator");
        (await client.PostureAsync()).Level.ShouldBe(PostureLevel.Hardened);
        var (refused, why) = await Post("/api/tegumentar/posture", """{"posture": "PARANOID"}""");
        refused.ShouldBe(HttpStatusCode.BadRequest);
        why.GetProperty("detail").GetString()!.ShouldContain("explore, balanced, hardened, lockdown");

        var (healed, healing) = await Post("/api/tegumentar/wound-healing", """{"playbook": "heal", "context": {"reason": "the storm is over"}}""");
        healed.ShouldBe(HttpStatusCode.OK);
        (healing.GetProperty("status").GetString(), healing.GetProperty("playbook").GetString(), healing.GetProperty("posture").GetString()).ShouldBe(("queued", "heal", "BALANCED"));
        (await client.PostureAsync()).Reason.ShouldBe("the storm is over");
        (await Post("/api/tegumentar/wound-healing", """{"playbook": "heal"}""")).Reply.GetProperty("posture").GetString().ShouldBe("BALANCED", "never looser than that by itself");
        (await Post("/api/tegumentar/wound-healing", """{"playbook": "amputate"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_heals_by_itself_is_listed_soonest_first()
    {
        using var client = _silo.Client("operator");
        await client.BanAsync(new BanCreate(Given.Prefix("198.51.100.8"), "long", 7000));
        await client.BanAsync(new BanCreate(Given.Prefix("198.51.100.9"), "short", 60));
        var next = (await Get("/api/tegumentar/wound-healing")).GetProperty("ending_next").EnumerateArray().Select(b => b.GetProperty("ip").GetString()).ToList();
        next.IndexOf("198.51.100.9").ShouldBeLessThan(next.IndexOf("198.51.100.8"));
    }

    private async Task<JsonElement> Get(string path, string? token = null)
    {
        using var http = Client(token);
        return JsonDocument.Parse(await http.GetStringAsync(path)).RootElement;
    }

    private async Task<(HttpStatusCode Status, JsonElement Reply)> Post(string path, string json, string? token = null)
    {
        using var http = Client(token);
        using var reply = await http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));
        return (reply.StatusCode, JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement);
    }

    private HttpClient Client(string? token)
    {
        var http = new HttpClient { BaseAddress = _silo.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token ?? _silo.Token("operator"));
        return http;
    }
}
