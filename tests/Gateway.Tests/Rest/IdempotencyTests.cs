using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Rest;

public sealed class IdempotencyTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_write_sent_again_under_its_key_gets_the_first_reply_and_is_not_done_again_also_after_a_crash()
    {
        string first;
        await using (var silo = await SiloProcess.Start(_directory.Path))
        {
            using var http = silo.Http("operator");
            first = await Ban(http, "k-1", "203.0.113.70", replayed: false);
            (await Ban(http, "k-1", "203.0.113.70", replayed: true)).ShouldBe(first);
            (await Ban(http, "k-2", "203.0.113.70", replayed: false)).ShouldNotBe(first);
            await silo.Kill();
        }

        await using var again = await SiloProcess.Start(_directory.Path);
        using var client = again.Http("operator");
        (await Ban(client, "k-1", "203.0.113.70", replayed: true)).ShouldBe(first);
        using var admin = again.Client("admin");
        (await admin.AuditAsync()).Entries.Count(e => e.Subject == "203.0.113.70").ShouldBe(2);
    }

    [Fact]
    public async Task A_key_belongs_to_one_request_of_one_token()
    {
        await using var silo = await SiloProcess.Start(_directory.Path);
        using var http = silo.Http("operator");
        await Ban(http, "mine", "203.0.113.71", replayed: false);
        using var other = await Send(http, "mine", "203.0.113.72");
        other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var admin = silo.Http("admin");
        await Ban(admin, "mine", "203.0.113.72", replayed: false);
    }

    [Fact]
    public async Task A_refusal_is_not_kept()
    {
        await using var silo = await SiloProcess.Start(_directory.Path);
        using var http = silo.Http("operator");
        using var refused = await Send(http, "again", "127.0.0.1");
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("loopback");
        await Ban(http, "again", "203.0.113.73", replayed: false);
    }

    [Fact]
    public async Task A_secret_is_not_kept_for_a_second_showing()
    {
        await using var silo = await SiloProcess.Start(_directory.Path);
        using var http = silo.Http("admin");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tokens") { Content = JsonContent.Create(new { name = "once", roles = new[] { "viewer" } }) };
            request.Headers.Add("Idempotency-Key", "token-1");
            using var response = await http.SendAsync(request);
            statuses.Add(response.StatusCode);
        }

        statuses.ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict]);
        using var admin = silo.Client("admin");
        (await admin.TokensAsync()).Tokens.Count(token => token.Name == "once").ShouldBe(1);
    }

    [Fact]
    public async Task Twins_at_the_same_moment_are_done_once()
    {
        await using var silo = await SiloProcess.Start(_directory.Path);
        using var http = silo.Http("operator");
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Send(http, "twin", "203.0.113.74")));
        foreach (var reply in replies)
        {
            ((int)reply.StatusCode).ShouldBeOneOf(200, 409);
            reply.Dispose();
        }

        using var admin = silo.Client("admin");
        (await admin.AuditAsync()).Entries.Count(e => e.Subject == "203.0.113.74").ShouldBe(1);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("")]
    public async Task A_key_that_is_none_is_refused_by_name(string key)
    {
        await using var silo = await SiloProcess.Start(_directory.Path);
        using var http = silo.Http("operator");
        using var response = await Send(http, key, "203.0.113.75");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task<string> Ban(HttpClient http, string key, string address, bool replayed)
    {
        using var response = await Send(http, key, address);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.Contains("Idempotency-Replayed").ShouldBe(replayed);
        var text = await response.Content.ReadAsStringAsync();
        JsonDocument.Parse(text).RootElement.GetProperty("ban").GetProperty("address").GetString().ShouldBe(address);
        return text;
    }

    private static async Task<HttpResponseMessage> Send(HttpClient http, string key, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/bans") { Content = JsonContent.Create(new { address, reason = "keyed" }) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await http.SendAsync(request);
    }
}
