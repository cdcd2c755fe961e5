using System.Net;
using System.Text;
using System.Text.Json;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.BadInput;

public sealed class HostileBodyTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1/8")]
    [InlineData("224.0.0.1")]
    [InlineData("256.1.1.1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4/33")]
    [InlineData("1.2.3.4/-1")]
    [InlineData("0x7f.1")]
    [InlineData("010.0.0.1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("2001:db8::/129")]
    [InlineData("１.2.3.4")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1.2.3.4\\u0000")]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    public async Task An_address_that_nobody_may_ban_or_that_is_none_changes_nothing_and_names_the_field(string address)
    {
        var (status, problem) = await Post($$"""{"address":"{{address}}","reason":"x"}""");
        ((int)status).ShouldBeOneOf(400, 409);
        problem.GetProperty("field").GetString().ShouldBe("address");
        problem.GetProperty("detail").GetString()!.Length.ShouldBeInRange(10, 300);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("0.5")]
    [InlineData("315360001")]
    [InlineData("1e308")]
    [InlineData("1e999")]
    [InlineData("-1e308")]
    [InlineData("\"1h\"")]
    [InlineData("true")]
    [InlineData("[60]")]
    [InlineData("NaN")]
    public async Task A_time_to_live_out_of_range_names_the_field(string ttl)
    {
        var (status, problem) = await Post($$"""{"address":"203.0.113.99","reason":"x","ttlSeconds":{{ttl}}}""");
        status.ShouldBe(HttpStatusCode.BadRequest);
        if (ttl != "NaN") problem.GetProperty("field").GetString().ShouldBe("ttlSeconds");
    }

    [Theory]
    [InlineData("""{"address":"203.0.113.99","reason":"x","Address":"203.0.113.98"}""")]
    [InlineData("""{"address":"203.0.113.99","address":"203.0.113.98","reason":"x"}""")]
    public async Task A_member_given_twice_is_refused_rather_than_guessed_at(string body)
    {
        var (status, problem) = await Post(body);
        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("detail").GetString()!.ShouldContain("twice");
    }

    [Fact]
    public async Task A_body_nested_without_end_is_refused()
    {
        var deep = new string('[', 20_000);
        var (status, _) = await Post($$"""{"address":{{deep}}""");
        status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Text_that_is_no_UTF8_is_refused()
    {
        using var http = _silo.Http("operator");
        byte[] bytes = [.. Encoding.ASCII.GetBytes("""{"address":"203.0.113.99","reason":"x"""), 0xC3, 0x28, .. Encoding.ASCII.GetBytes("\"}")];
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new("application/json") } };
        using var response = await http.PostAsync("/api/v1/bans", content);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("POST", "/api/v1/bans")]
    [InlineData("POST", "/api/v1/tokens")]
    [InlineData("PUT", "/api/v1/posture")]
    public async Task A_hundred_megabytes_are_refused_before_they_are_read(string method, string path)
    {
        using var raw = new RawHttp(_silo.Address);
        await raw.Send(Head(method, path, $"Content-Length: {100 * 1024 * 1024}"));
        (await raw.Answer()).ShouldStartWith("HTTP/1.1 413");
    }

    [Fact]
    public async Task A_hundred_megabytes_in_chunks_are_cut_off_at_the_limit()
    {
        using var raw = new RawHttp(_silo.Address);
        await raw.Send(Head("POST", "/api/v1/bans", "Transfer-Encoding: chunked"));
        var chunk = Encoding.ASCII.GetBytes($"{16 * 1024:x}\r\n{new string(' ', 16 * 1024)}\r\n");
        var sent = 0L;
        while (sent < 100 * 1024 * 1024 && await raw.TrySend(chunk)) sent += 16 * 1024;
        sent.ShouldBeLessThan(100 * 1024 * 1024);
    }

    [Fact]
    public async Task A_lie_about_the_length_holds_nobody_up()
    {
        using var raw = new RawHttp(_silo.Address);
        await raw.Send(Head("POST", "/api/v1/bans", "Content-Length: 10") + """{"address":"203.0.113.99","reason":"longer than said"}""");
        (await raw.Answer()).ShouldStartWith("HTTP/1.1 400");
    }

    private string Head(string method, string path, string header) =>
        $"{method} {path} HTTP/1.1\r\nHost: silo\r\nAuthorization: Bearer {_silo.Token("admin")}\r\nContent-Type: application/json\r\n{header}\r\n\r\n";

    private async Task<(HttpStatusCode Status, JsonElement Problem)> Post(string body)
    {
        using var http = _silo.Http("operator");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("/api/v1/bans", content);
        var text = await response.Content.ReadAsStringAsync();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json", text);
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe((int)response.StatusCode);
        return (response.StatusCode, problem);
    }
}
