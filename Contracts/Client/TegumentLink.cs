using System.Net;
using System.Net.WebSockets;
using Tegument.Contracts.Api;
using Tegument.Contracts.Link;
using Tegument.Contracts.Wire.Batches;

namespace Tegument.Contracts.Client;

/// <summary>
/// A host's open link to the silo. One reader; any number of senders, whose frames go out one at a time. When the link is lost every
/// call says so by <see cref="SiloUnreachableException"/>; connecting again is the caller's policy, <see cref="LinkBackoff"/> helps.
/// </summary>
public sealed class TegumentLink : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Uri _silo;
    private readonly HttpMessageInvoker _invoker;
    private readonly LinkSocket _socket;

    private TegumentLink(Uri silo, HttpMessageInvoker invoker, LinkSocket socket, WelcomeFrame welcome)
    {
        _silo = silo;
        _invoker = invoker;
        _socket = socket;
        Welcome = welcome;
    }

    /// <summary>What the silo answered to hello: its version, the posture, and where the ledger stands.</summary>
    public WelcomeFrame Welcome { get; }

    /// <summary>Connects and says hello. <paramref name="hello"/>'s roles say what this process does; the token decides what it may.</summary>
    /// <exception cref="SiloUnreachableException">Nobody answers, or not in 15 seconds.</exception>
    /// <exception cref="TegumentApiException">The silo refuses the token or the hello.</exception>
    public static async Task<TegumentLink> ConnectAsync(SiloEndpoint silo, HelloFrame hello, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(silo);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        var invoker = new HttpMessageInvoker(silo.CreateHandler());
        var client = new ClientWebSocket();
        try
        {
            Prepare(client.Options, silo);
            await client.ConnectAsync(LinkAddress(silo.Address), invoker, patience.Token).ConfigureAwait(false);
            var socket = new LinkSocket(client, LinkSocket.MaxFromSilo);
            await socket.WriteAsync(hello, patience.Token).ConfigureAwait(false);
            var welcome = await Greeting(socket, patience.Token).ConfigureAwait(false);
            if (welcome.BinaryBatch >= BatchFormat.FirstVersion) socket.UseBinaryBatches(welcome.BinaryBatch);
            return new TegumentLink(silo.Address, invoker, socket, welcome);
        }
        catch (Exception e)
        {
            client.Dispose();
            invoker.Dispose();
            if (cancel.IsCancellationRequested || e is not (WebSocketException or HttpRequestException or OperationCanceledException)) throw;
            throw Refusal(client.HttpStatusCode) ?? (Exception)SiloUnreachableException.At(silo.Address, e);
        }
    }

    /// <summary>Sends one frame; waits while another is on its way.</summary>
    public async Task SendAsync(LinkFrame frame, CancellationToken cancel = default)
    {
        try
        {
            await _socket.WriteAsync(frame, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (LinkSocket.IsLoss(e) && !cancel.IsCancellationRequested)
        {
            throw SiloUnreachableException.At(_silo, e);
        }
    }

    /// <summary>The next frame from the silo, or null when the silo closed the link in good order.</summary>
    /// <exception cref="SiloUnreachableException">The link broke, or the peer speaks no frames we know.</exception>
    public async Task<LinkFrame?> ReceiveAsync(CancellationToken cancel = default)
    {
        try
        {
            var read = await _socket.ReadAsync(cancel).ConfigureAwait(false);
            if (read.Fault is { } fault) throw new WebSocketException(fault);
            return read.Frame;
        }
        catch (Exception e) when (LinkSocket.IsLoss(e) && !cancel.IsCancellationRequested)
        {
            throw SiloUnreachableException.At(_silo, e);
        }
    }

    /// <summary>Hands every frame to <paramref name="handle"/>, in order, until the silo closes the link.</summary>
    public async Task ReceiveLoopAsync(Func<LinkFrame, CancellationToken, ValueTask> handle, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(handle);
        while (await ReceiveAsync(cancel).ConfigureAwait(false) is { } frame) await handle(frame, cancel).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye").ConfigureAwait(false);
        _socket.Dispose();
        _invoker.Dispose();
    }

    private static void Prepare(ClientWebSocketOptions options, SiloEndpoint silo)
    {
        options.KeepAliveInterval = TimeSpan.FromSeconds(5);
        options.KeepAliveTimeout = TimeSpan.FromSeconds(10);
        options.CollectHttpResponseDetails = true;
        if (silo.Token is { } token) options.SetRequestHeader("Authorization", $"Bearer {token}");
    }

    private static Uri LinkAddress(Uri silo) =>
        new UriBuilder(silo) { Scheme = silo.Scheme == Uri.UriSchemeHttps ? "wss" : "ws", Path = "/api/v1/link" }.Uri;

    private static async Task<WelcomeFrame> Greeting(LinkSocket socket, CancellationToken cancel)
    {
        var read = await socket.ReadAsync(cancel).ConfigureAwait(false);
        return read.Frame switch
        {
            WelcomeFrame welcome => welcome,
            ErrorFrame error => throw new TegumentApiException(HttpStatusCode.Forbidden, new ProblemReply(Detail: error.Message)),
            _ => throw new WebSocketException(read.Fault ?? "the silo closed the link"),
        };
    }

    private static TegumentApiException? Refusal(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => new(status, new ProblemReply(Detail: "the silo does not know this token, or it was revoked")),
        HttpStatusCode.Forbidden => new(status, new ProblemReply(Detail: "the token has neither the role sensor nor executor")),
        _ => null,
    };
}
