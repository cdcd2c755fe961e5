using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <summary>One HTTP call with our headers, our errors and nothing else. Safe on any thread.</summary>
internal sealed class ApiCaller : IDisposable
{
    private const int MaxReplyBytes = 64 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly Uri _silo;

    public ApiCaller(SiloEndpoint silo, TimeSpan timeout, RetryPolicy retries)
    {
        _silo = silo.Address;
        _http = new HttpClient(new RetryHandler(retries, silo.CreateHandler()))
        {
            BaseAddress = new Uri(silo.Address, "/api/v1/"),
            Timeout = timeout,
            MaxResponseContentBufferSize = MaxReplyBytes,
        };
        if (silo.Token is { } token) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<TReply> Call<TReply>(HttpMethod method, string path, JsonTypeInfo<TReply> reply, CancellationToken cancel)
        where TReply : class => Send(new HttpRequestMessage(method, path), reply, cancel);

    public Task<TReply> Call<TBody, TReply>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TReply> reply, CancellationToken cancel)
        where TReply : class =>
        Send(new HttpRequestMessage(method, path) { Content = JsonContent.Create(body, bodyType) }, reply, cancel);

    /// <summary>A reply whose body is read as it comes, without a timeout of ours. The caller owns both messages.</summary>
    public async Task<HttpResponseMessage> Open(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw await Refusal(response, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (IsAway(e, cancel))
        {
            throw SiloUnreachableException.At(_silo, e);
        }
    }

    public Task<TReply> CallYaml<TReply>(string path, string text, JsonTypeInfo<TReply> reply, CancellationToken cancel)
        where TReply : class =>
        Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(text, new MediaTypeHeaderValue("application/yaml")) }, reply, cancel);

    public void Dispose() => _http.Dispose();

    private static bool IsAway(Exception e, CancellationToken cancel) =>
        e is HttpRequestException { StatusCode: null } || (e is OperationCanceledException && !cancel.IsCancellationRequested);

    private async Task<TReply> Send<TReply>(HttpRequestMessage request, JsonTypeInfo<TReply> type, CancellationToken cancel)
        where TReply : class
    {
        using var sent = request;
        try
        {
            using var response = await _http.SendAsync(sent, cancel).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) throw await Refusal(response, cancel).ConfigureAwait(false);
            return await response.Content.ReadFromJsonAsync(type, cancel).ConfigureAwait(false) ?? throw NotASilo(null);
        }
        catch (Exception e) when (IsAway(e, cancel))
        {
            throw SiloUnreachableException.At(_silo, e);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw NotASilo(e);
        }
    }

    private static async Task<TegumentApiException> Refusal(HttpResponseMessage response, CancellationToken cancel)
    {
        var problem = await ReadProblem(response, cancel).ConfigureAwait(false);
        return new TegumentApiException(response.StatusCode, problem ?? new ProblemReply(Title: Plain(response)));
    }

    private static async Task<ProblemReply?> ReadProblem(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentType?.MediaType != ProblemReply.MediaType) return null;
        try
        {
            return await response.Content.ReadFromJsonAsync(ApiJson.Default.ProblemReply, cancel).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null; // The status alone still says what happened.
        }
    }

    private static string Plain(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized => "the silo wants a token",
        HttpStatusCode.Forbidden => "the token does not allow this",
        HttpStatusCode.NotFound => "the silo does not know this call",
        _ => $"the silo answered {(int)response.StatusCode} {response.ReasonPhrase}",
    };

    private TegumentApiException NotASilo(Exception? cause) =>
        new($"what answers at {_silo.GetLeftPart(UriPartial.Authority)} is not a silo of this version", cause);
}
