using System.Net;
using System.Net.Http.Json;
using Tegument.Contracts.Api;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Rest;

public sealed class ConditionalTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Theory]
    [InlineData("/api/v1/bans")]
    [InlineData("/api/v1/posture")]
    [InlineData("/api/v1/hosts")]
    [InlineData("/api/v1/tokens")]
    [InlineData("/api/v1/incidents")]
    public async Task An_answer_that_the_caller_has_is_not_sent_again(string path)
    {
        using var http = _silo.Http("admin");
        using var first = await http.GetAsync(path);
        var tag = first.Headers.ETag.ShouldNotBeNull();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { tag } } };
        using var second = await http.SendAsync(request);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        second.Headers.ETag.ShouldBe(tag);
        (await second.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ban_changes_the_tag_of_the_list()
    {
        using var http = _silo.Http("operator");
        using var first = await http.GetAsync("/api/v1/bans");
        using var client = _silo.Client("operator");
        await client.BanAsync(new BanCreate(Given.Prefix("203.0.113.60"), "test"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/bans") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await http.SendAsync(request);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_posture_is_set_only_on_the_one_that_the_caller_saw()
    {
        using var http = _silo.Http("operator");
        using var seen = await http.GetAsync("/api/v1/posture");
        var tag = seen.Headers.ETag!;
        (await Put(http, tag.Tag)).ShouldBe(HttpStatusCode.OK);
        (await Put(http, tag.Tag)).ShouldBe(HttpStatusCode.PreconditionFailed);
        (await Put(http, "*")).ShouldBe(HttpStatusCode.OK);
        (await Put(http, "\"posture-0\"")).ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    private static async Task<HttpStatusCode> Put(HttpClient http, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/posture") { Content = JsonContent.Create(new { level = "balanced", reason = "test" }) };
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
