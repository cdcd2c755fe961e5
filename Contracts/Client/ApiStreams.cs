using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <summary>Calls whose bodies are files: they take as long as they take, and are never held in memory. Safe on any thread.</summary>
internal sealed class ApiStreams : IDisposable
{
    private const int MaxProblemBytes = 1024 * 1024;

    private readonly HttpClient _http;
    private readonly Uri _silo;

    public ApiStreams(SiloEndpoint silo)
    {
        _silo = silo.Address;
        _http = new HttpClient(silo.CreateHandler())
        {
            BaseAddress = new Uri(silo.Address, "/api/v1/"),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxProblemBytes,
        };
        if (silo.Token is { } token) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Copies the reply's body as it comes. What was copied before an exception is an incomplete file.</summary>
    public async Task Download(string path, Stream destination, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await Send(request, cancel).ConfigureAwait(false);
        try
        {
            await response.Content.CopyToAsync(destination, cancel).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw SiloUnreachableException.At(_silo, e);
        }
    }

    /// <summary>Sends a file as it is read.</summary>
    public async Task<TReply> Upload<TReply>(string path, Stream source, JsonTypeInfo<TReply> type, CancellationToken cancel)
        where TReply : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(source) };
        request.Headers.ExpectContinue = true; // A file that is too large is refused before it is sent, not by a broken connection.
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await Send(request, cancel).ConfigureAwait(false);
        return await response.Content.ReadFromJsonAsync(type, cancel).ConfigureAwait(false) ?? throw new TegumentApiException("the silo answered nothing");
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw SiloUnreachableException.At(_silo, e);
        }

        if (response.IsSuccessStatusCode) return response;
        using (response) throw await Refusal(response, cancel).ConfigureAwait(false);
    }

    private static async Task<TegumentApiException> Refusal(HttpResponseMessage response, CancellationToken cancel)
    {
        ProblemReply? problem = null;
        try
        {
            problem = await response.Content.ReadFromJsonAsync(ApiJson.Default.ProblemReply, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // The status alone still says what happened.
        }

        return new TegumentApiException(response.StatusCode, problem ?? new ProblemReply(Title: $"the silo answered {(int)response.StatusCode}"));
    }
}
