using System.Net;
using System.Text.Json;
using Tegument.Contracts.Api;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.CrowdSec;

/// <summary>Asks as a bouncer does: the key in X-Api-Key, gzip taken, one connection.</summary>
internal sealed class BouncerClient : IDisposable
{
    private readonly HttpClient _http;

    public BouncerClient(Uri silo, string? key, string agent = "crowdsec-firewall-bouncer/v0.0.25")
    {
        _http = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.GZip }) { BaseAddress = silo };
        if (key is not null) _http.DefaultRequestHeaders.Add("X-Api-Key", key);
        _http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", agent);
    }

    /// <summary>With a token of its own.</summary>
    public static async Task<BouncerClient> Of(SiloProcess silo, TokenRole role = TokenRole.Bouncer)
    {
        using var admin = silo.Client("admin");
        return new BouncerClient(silo.Address, (await admin.CreateTokenAsync(new TokenCreate("fw1", [role]))).Secret);
    }

    /// <summary>The values of "new" and of "deleted".</summary>
    public async Task<(string[] New, string[] Deleted)> Pull(string query = "")
    {
        var reply = await Json($"/v1/decisions/stream?{query}");
        return (Values(reply.GetProperty("new")), Values(reply.GetProperty("deleted")));
    }

    public async Task<JsonElement> Json(string path)
    {
        var (status, body) = await Get(path);
        status.ShouldBe(HttpStatusCode.OK, body);
        return JsonDocument.Parse(body).RootElement;
    }

    public async Task<(HttpStatusCode Status, string Body)> Get(string path)
    {
        using var reply = await _http.GetAsync(path);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }

    public Task<HttpResponseMessage> Send(HttpMethod method, string path, string? json = null) =>
        _http.SendAsync(new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json, null, "application/json") });

    public void Dispose() => _http.Dispose();

    private static string[] Values(JsonElement decisions) => [.. decisions.EnumerateArray().Select(d => d.GetProperty("value").GetString()!)];
}
