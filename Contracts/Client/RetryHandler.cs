using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace Tegument.Contracts.Client;

/// <summary>
/// Tries calls again that were cut off, or that the silo asks to send again later. Every write carries an idempotency key of its own, so
/// that one whose reply was lost is not done twice. Nobody listening at all is told at once. Safe on any thread.
/// </summary>
internal sealed class RetryHandler(RetryPolicy policy, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string KeyHeader = "Idempotency-Key";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get && !request.Headers.Contains(KeyHeader)) request.Headers.Add(KeyHeader, Guid.NewGuid().ToString("N"));
        for (var tries = 1; ; tries++)
        {
            var last = tries >= policy.Attempts || !CanRepeat(request);
            TimeSpan wait;
            try
            {
                var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                if (last || WaitFor(response, tries) is not { } asked) return response;
                response.Dispose();
                wait = asked;
            }
            catch (HttpRequestException e) when (!last && WasCutOff(e))
            {
                wait = policy.WaitAfter(tries);
            }

            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Null when the answer stands.</summary>
    private TimeSpan? WaitFor(HttpResponseMessage response, int tries)
    {
        if (response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout) return policy.WaitAfter(tries); // Between us and the silo.
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.Conflict)) return null;
        if (response.Headers.RetryAfter?.Delta is not { } asked || asked > policy.LongestWait) return null;
        return asked + (policy.FirstWait * Random.Shared.NextDouble());
    }

    private static bool WasCutOff(HttpRequestException e) =>
        e.InnerException is not SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound } &&
        e.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.ConnectionError or HttpRequestError.Unknown or HttpRequestError.InvalidResponse;

    /// <summary>A body that is a stream has been read.</summary>
    private static bool CanRepeat(HttpRequestMessage request) => request.Content is null or JsonContent or ByteArrayContent;
}
