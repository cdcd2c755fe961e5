using System.Net;
using System.Net.Http.Headers;

namespace Tegument.Silo.Host.Feeds;

/// <summary>
/// Asks a server for a list, and for nothing when it has not changed (RFC 9110 §13: If-None-Match, If-Modified-Since). Never takes more than
/// the bound, however it is packed, and never throws for what a server does. Safe on any thread.
/// </summary>
public sealed class FeedFetcher : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxAutomaticRedirections = 5,
        MaxResponseHeadersLength = 64,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // Of ours below, which bounds the body as well.
    };

    /// <param name="known">The content that we have, when it came from this address; else null.</param>
    /// <param name="maxBytes">Unpacked.</param>
    public async Task<FeedFetch> Get(string url, FeedTaken? known, int maxBytes, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("tegument", "0"));
            if (known?.ETag is { } etag && EntityTagHeaderValue.TryParse(etag, out var tag)) request.Headers.IfNoneMatch.Add(tag);
            else if (known?.Modified is { } modified && DateTimeOffset.TryParse(modified, out var time)) request.Headers.IfModifiedSince = time;
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (response.StatusCode == HttpStatusCode.NotModified && known is not null) return new FeedFetch(null, known.ETag, known.Modified);
            if (response.StatusCode != HttpStatusCode.OK) return FeedFetch.Failed($"the server answered {(int)response.StatusCode}");
            var body = await Body(response, maxBytes, patience.Token);
            return body is null
                ? FeedFetch.Failed($"the list has more than {maxBytes} bytes")
                : new FeedFetch(body, response.Headers.ETag?.ToString(), response.Content.Headers.LastModified?.ToString("R"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            return FeedFetch.Failed(Innermost(e).Message.ReplaceLineEndings(" "));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return FeedFetch.Failed($"no whole answer within {Patience.TotalSeconds:0} s");
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<byte[]?> Body(HttpResponseMessage response, int maxBytes, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var body = new MemoryStream();
        var part = new byte[65_536];
        while (true)
        {
            var read = await stream.ReadAsync(part, cancel);
            if (read == 0) return body.ToArray();
            if (body.Length + read > maxBytes) return null;
            body.Write(part, 0, read);
        }
    }

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner) e = inner;
        return e;
    }
}
