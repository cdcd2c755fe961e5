using System.Net.Http.Headers;
using System.Text.Json;

namespace Tegument.Gateway.Tests.Support;

/// <summary>The API without our client, as anybody's program calls it.</summary>
public static class RawHttp
{
    public static HttpClient Http(this SiloProcess silo, string token)
    {
        var http = new HttpClient { BaseAddress = silo.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", silo.Token(token));
        return http;
    }

    public static async Task<JsonElement> Problem(this HttpResponseMessage response)
    {
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
