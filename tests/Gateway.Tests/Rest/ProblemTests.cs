using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Rest;

public sealed class ProblemTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Theory]
    [InlineData("""{"address":"203.0.113.1","reason":"x","ttl":5}""", "ttl", "no member")]
    [InlineData("""{"reason":"x"}""", "address", "missing")]
    [InlineData("""{"address":"203.0.113.1"}""", "reason", "missing")]
    [InlineData("""{"address":"10.0.0.5/8","reason":"x"}""", "address", "10.0.0.0/8")]
    [InlineData("""{"address":"10.1","reason":"x"}""", "address", "not an IP address")]
    [InlineData("""{"address":"203.0.113.1","reason":" "}""", "reason", "empty")]
    [InlineData("""{"address":"203.0.113.1","reason":"a\u001bb"}""", "reason", "control")]
    [InlineData("""{"address":"203.0.113.1","reason":"x","ttlSeconds":0}""", "ttlSeconds", "must be 1 to")]
    [InlineData("""{"address":"203.0.113.1","reason":"x","ttlSeconds":1e300}""", "ttlSeconds", "must be 1 to")]
    [InlineData("""{"address":"203.0.113.1","reason":"x","ttlSeconds":"60"}""", "ttlSeconds", "not one that this member takes")]
    [InlineData("""{"address":"0.0.0.0/1","reason":"x"}""", "address", "")]
    public async Task A_bad_ban_is_refused_with_the_field_to_blame(string body, string field, string detail)
    {
        var (status, problem) = await Send(HttpMethod.Post, "/api/v1/bans", body);
        ((int)status).ShouldBeOneOf(400, 409);
        problem.GetProperty("field").GetString().ShouldBe(field);
        problem.GetProperty("detail").GetString()!.ShouldContain(detail);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
    }

    [Theory]
    [InlineData("/api/v1/bans?limit=0", "limit")]
    [InlineData("/api/v1/bans?limit=many", "limit")]
    [InlineData("/api/v1/bans?origin=1", "origin")]
    [InlineData("/api/v1/bans?covering=10.0.0.0/8", "covering")]
    [InlineData("/api/v1/explain", "address")]
    [InlineData("/api/v1/explain?address=example.org", "address")]
    public async Task A_bad_parameter_is_refused_by_name(string path, string field)
    {
        var (status, problem) = await Send(HttpMethod.Get, path, null);
        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("field").GetString().ShouldBe(field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        var (status, problem) = await Send(HttpMethod.Put, "/api/v1/posture", body);
        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("title").GetString().ShouldBe("invalid request");
    }

    [Fact]
    public async Task A_posture_that_is_none_names_the_field()
    {
        var (status, problem) = await Send(HttpMethod.Put, "/api/v1/posture", """{"level":"calm","reason":"x"}""");
        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("field").GetString().ShouldBe("level");
    }

    [Fact]
    public async Task A_large_body_is_refused()
    {
        var body = $$"""{"address":"203.0.113.1","reason":"{{new string('x', 100_000)}}"}""";
        var (status, problem) = await Send(HttpMethod.Post, "/api/v1/bans", body);
        status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        problem.GetProperty("detail").GetString()!.ShouldContain("65536");
    }

    [Fact]
    public async Task A_body_that_is_not_json_is_refused()
    {
        var (status, _) = await Send(HttpMethod.Post, "/api/v1/bans", "address=1.2.3.4", "application/x-www-form-urlencoded");
        status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task An_unknown_path_is_a_problem_too()
    {
        var (status, problem) = await Send(HttpMethod.Get, "/api/v1/nothing", null);
        status.ShouldBe(HttpStatusCode.NotFound);
        problem.GetProperty("detail").GetString().ShouldBe("there is no /api/v1/nothing");
    }

    [Fact]
    public async Task A_wrong_method_is_a_problem_too()
    {
        var (status, _) = await Send(HttpMethod.Patch, "/api/v1/bans", "{}");
        status.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Health_needs_no_token()
    {
        using var http = new HttpClient { BaseAddress = _silo.Address };
        (await http.GetStringAsync("/healthz")).ShouldBe("ok\n");
    }

    private async Task<(HttpStatusCode Status, JsonElement Problem)> Send(HttpMethod method, string path, string? body, string type = "application/json")
    {
        using var http = new HttpClient { BaseAddress = _silo.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _silo.Token("operator"));
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        using var response = await http.SendAsync(request);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
