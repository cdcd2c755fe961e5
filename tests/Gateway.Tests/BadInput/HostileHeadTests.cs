using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.BadInput;

public sealed class HostileHeadTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Theory]
    [InlineData("/api/v1/../v1/tokens")]
    [InlineData("/api/v1/%2e%2e/v1/tokens")]
    [InlineData("/api/v1/%2e%2e%2f%2e%2e%2fetc/passwd")]
    [InlineData("//api/v1/tokens")]
    [InlineData("/api/v1/tokens%00")]
    [InlineData("/api/v1/TOKENS/")]
    [InlineData("/api/v1/tokens;role=admin")]
    [InlineData("/API/V1/tokens?role=admin&role=viewer")]
    [InlineData("http://elsewhere/api/v1/tokens")]
    public async Task No_path_leads_past_the_door(string path)
    {
        using var raw = new RawHttp(_silo.Address);
        await raw.Send($"GET {path} HTTP/1.1\r\nHost: silo\r\nAuthorization: Bearer {_silo.Token("operator")}\r\n\r\n");
        var answer = await raw.Answer();
        int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(400, 404, answer);
        answer.ShouldNotContain("\"tokens\":[");
    }

    [Theory]
    [InlineData("GET /api/v1/status HTTP/9.9\r\n\r\n")]
    [InlineData("GET /api/v1/status\r\n\r\n")]
    [InlineData("BREW /api/v1/status HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /api/v1/status HTTP/1.1\r\n\r\n")]
    [InlineData("GET /api/v1/status HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET /api/v1/status HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n")]
    [InlineData("GET /api/v1/status HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /api/v1/bans HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001 this is no HTTP at all\r\n\r\n")]
    public async Task What_is_not_proper_HTTP_is_refused_and_does_no_harm(string request)
    {
        using var raw = new RawHttp(_silo.Address);
        await raw.Send(request);
        var answer = await raw.Answer();
        if (answer.Length > 0) answer.AsSpan(9, 1).ToString().ShouldBeOneOf("4", "5");
        (await Health()).ShouldBe("ok\n");
    }

    [Fact]
    public async Task Headers_without_end_are_cut_off()
    {
        using var raw = new RawHttp(_silo.Address);
        await raw.Send("GET /api/v1/status HTTP/1.1\r\nHost: a\r\n");
        var line = System.Text.Encoding.ASCII.GetBytes($"X-Filler: {new string('x', 4000)}\r\n");
        var sent = 0;
        while (sent < 4096 && await raw.TrySend(line)) sent++;
        sent.ShouldBeLessThan(4096);
        (await Health()).ShouldBe("ok\n");
    }

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("Bearer")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    [InlineData("Bearer tgm_a tgm_b")]
    [InlineData("bearer tgm_guess")]
    public async Task A_header_that_holds_no_token_of_ours_lets_nobody_in(string header)
    {
        using var http = new HttpClient { BaseAddress = _silo.Address };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        using var response = await http.GetAsync("/api/v1/status");
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_of_a_megabyte_lets_nobody_in()
    {
        using var raw = new RawHttp(_silo.Address);
        await raw.Send("GET /api/v1/status HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ");
        await raw.TrySend(new byte[1024 * 1024].Select(_ => (byte)'x').ToArray());
        var answer = await raw.Answer();
        if (answer.Length > 0) answer.ShouldStartWith("HTTP/1.1 4");
        (await Health()).ShouldBe("ok\n");
    }

    private async Task<string> Health()
    {
        using var http = new HttpClient { BaseAddress = _silo.Address };
        return await http.GetStringAsync("/healthz");
    }
}
