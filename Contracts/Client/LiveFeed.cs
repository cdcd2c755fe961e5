using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Tegument.Contracts.Live;

namespace Tegument.Contracts.Client;

/// <summary>
/// Live events as one endless sequence: a stream that breaks or falls silent is opened again after the last event seen, so that nothing is
/// missed that the silo still has; what it no longer has shows as a gap event. Owned by one reader.
/// </summary>
internal sealed class LiveFeed(ApiCaller api, LiveFilter filter)
{
    /// <summary>A silo says something every 15 seconds.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(40);

    private readonly LinkBackoff _backoff = new();
    private string? _last = filter.After;

    /// <exception cref="TegumentApiException">The silo refuses the stream, now or when it is opened again.</exception>
    public async IAsyncEnumerable<LiveEvent> Read([EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            await using var events = Open(cancel).GetAsyncEnumerator(cancel);
            while (await Next(events, cancel).ConfigureAwait(false))
            {
                _backoff.Reset();
                if (events.Current.EventId is { Length: > 0 } id) _last = id;
                if (Parse(events.Current) is { } parsed) yield return parsed;
            }

            await Task.Delay(_backoff.Next(), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>False when the stream ended, in whatever way it may be tried again.</summary>
    private static async Task<bool> Next(IAsyncEnumerator<SseItem<string>> events, CancellationToken cancel)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (TegumentApiException e) when (e.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
        {
            return false;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && e is SiloUnreachableException or IOException or HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<SseItem<string>> Open([EnumeratorCancellation] CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "events" + filter.Query());
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (_last is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", _last);
        using var response = await api.Open(request, cancel).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            using var watched = new WatchedStream(body, Silence);
            await foreach (var item in SseParser.Create(watched).EnumerateAsync(cancel).ConfigureAwait(false)) yield return item;
        }
    }

    private static LiveEvent? Parse(SseItem<string> item)
    {
        try
        {
            using var data = JsonDocument.Parse(item.Data);
            return new LiveEvent(item.EventId ?? "", item.EventType, data.RootElement.Clone());
        }
        catch (JsonException)
        {
            return null; // Not an event of a silo.
        }
    }
}
