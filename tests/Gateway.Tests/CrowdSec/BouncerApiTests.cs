using System.Net;
using System.Text.Json;
using Tegument.Contracts.Api;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.CrowdSec;

/// <summary>The rest of what bouncers ask, and what they are refused.</summary>
public sealed class BouncerApiTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public async Task An_address_that_is_not_banned_is_null()
    {
        using var bouncer = await BouncerClient.Of(_silo);
        (await bouncer.Get("/v1/decisions?ip=192.0.2.200")).ShouldBe((HttpStatusCode.OK, "null"));
        (await bouncer.Get("/v1/decisions?scope=country&value=FR")).Body.ShouldBe("null");
        (await bouncer.Get("/v1/decisions?ip=192.0.2.200&type=captcha")).Body.ShouldBe("null");
    }

    [Fact]
    public async Task An_address_is_found_by_itself_by_its_network_and_by_what_lies_around_it()
    {
        await Ban("192.0.2.1");
        await Ban("192.0.2.64/26");
        using var bouncer = await BouncerClient.Of(_silo);
        (await Values(bouncer, "ip=192.0.2.1")).ShouldBe(["192.0.2.1"]);
        (await Values(bouncer, "ip=192.0.2.70")).ShouldBe(["192.0.2.64/26"]);
        (await Values(bouncer, "range=192.0.2.64/28")).ShouldBe(["192.0.2.64/26"]);
        (await Values(bouncer, "range=192.0.2.0/24&contains=false")).ShouldBe(["192.0.2.1", "192.0.2.64/26"], ignoreOrder: true);
        (await Values(bouncer, "scope=Range&value=192.0.2.64/26")).ShouldBe(["192.0.2.64/26"]);
        (await Values(bouncer, "scope=ip&value=192.0.2.1&type=ban")).ShouldBe(["192.0.2.1"]);
    }

    [Fact]
    public async Task Nonsense_is_a_message_and_changes_nothing()
    {
        using var bouncer = await BouncerClient.Of(_silo);
        var (status, body) = await bouncer.Get("/v1/decisions?ip=nonsense");
        status.ShouldBe(HttpStatusCode.BadRequest);
        Message(body).ShouldContain("invalid ip address / range");
    }

    [Fact]
    public async Task Without_a_good_key_access_is_forbidden_as_there()
    {
        foreach (var key in new[] { null, "wrong" })
        {
            using var stranger = new BouncerClient(_silo.Address, key);
            var (status, body) = await stranger.Get("/v1/decisions/stream?startup=true");
            status.ShouldBe(HttpStatusCode.Forbidden);
            Message(body).ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task A_sensor_is_no_bouncer_and_a_bouncer_may_read_only_decisions_status_and_bans()
    {
        using var sensor = await BouncerClient.Of(_silo, TokenRole.Sensor);
        var (status, body) = await sensor.Get("/v1/decisions/stream");
        status.ShouldBe(HttpStatusCode.Forbidden);
        Message(body).ShouldContain("needs the role bouncer");

        using var bouncer = await BouncerClient.Of(_silo);
        (await bouncer.Get("/api/v1/hosts")).Status.ShouldBe(HttpStatusCode.Unauthorized, "a key in X-Api-Key opens /v1 alone");
    }

    [Fact]
    public async Task What_bouncers_send_beside_is_taken()
    {
        using var bouncer = await BouncerClient.Of(_silo);
        const string Metrics = """{"remediation_components":[{"type":"crowdsec-firewall-bouncer","version":"v0.0.31","os":{"name":"debian","version":"12"},"metrics":[],"utc_startup_timestamp":1}]}""";
        using var metrics = await bouncer.Send(HttpMethod.Post, "/v1/usage-metrics", Metrics);
        metrics.StatusCode.ShouldBe(HttpStatusCode.Created);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            using var beat = await bouncer.Send(method, "/v1/heartbeat");
            beat.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Who_pulls_is_listed_with_what_it_calls_itself()
    {
        using var bouncer = await BouncerClient.Of(_silo);
        await bouncer.Pull("startup=true");
        using var client = _silo.Client("operator");
        var listed = (await client.BouncersAsync()).Bouncers[0];
        (listed.Name, listed.Address, listed.Agent).ShouldBe(("fw1", "127.0.0.1", "crowdsec-firewall-bouncer/v0.0.25"));
        listed.LastPull.ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddMinutes(-5));
    }

    [Fact]
    public async Task A_login_gives_back_the_token_that_it_was_shown_and_nothing_else()
    {
        using var stranger = new BouncerClient(_silo.Address, null);
        using var refused = await stranger.Send(HttpMethod.Post, "/v1/watchers/login", """{"machine_id":"m","password":"guess","scenarios":[]}""");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var secret = _silo.Token("operator");
        using var login = await stranger.Send(HttpMethod.Post, "/v1/watchers/login", $$"""{"machine_id":"m","password":"{{secret}}"}""");
        JsonDocument.Parse(await login.Content.ReadAsStringAsync()).RootElement.GetProperty("token").GetString().ShouldBe(secret);
    }

    private static string Message(string body) => JsonDocument.Parse(body).RootElement.GetProperty("message").GetString()!;

    private static async Task<string[]> Values(BouncerClient bouncer, string query) =>
        [.. (await bouncer.Json($"/v1/decisions?{query}")).EnumerateArray().Select(d => d.GetProperty("value").GetString()!)];

    private async Task Ban(string prefix)
    {
        using var client = _silo.Client("operator");
        await client.BanAsync(new BanCreate(Given.Prefix(prefix), "test"));
    }
}
