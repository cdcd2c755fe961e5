using System.Net.WebSockets;
using Tegument.Contracts.Api;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Link;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire.Batches;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Rest;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>
/// One host's link, from hello to goodbye. Five lanes run beside each other: reading, sending, batches, pulls, heartbeats. Whichever
/// ends first ends the link, with a counted reason.
/// </summary>
public sealed partial class HostLink
{
    private readonly LinkServices _services;
    private readonly ILogger _log;
    private readonly LinkSocket _socket;
    private readonly Caller _caller;
    private readonly LinkOutbox _outbox = new();
    private readonly BatchLane _batches;
    private readonly LatestLane<PullFrame> _pulls;
    private readonly LatestLane<HostReport> _heartbeats;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _drop = -1;
    private int _faults;

    internal HostLink(LinkServices services, LinkSocket socket, Caller caller)
    {
        _services = services;
        _log = services.Log;
        _socket = socket;
        _caller = caller;
        _batches = new BatchLane(services.Ingest, services.Aside, services.Counters, Post, _log);
        _pulls = new LatestLane<PullFrame>(Answer);
        _heartbeats = new LatestLane<HostReport>(Heartbeat);
    }

    /// <summary>As the host named itself; empty before hello.</summary>
    public string Host { get; private set; } = "";

    internal string TokenId => _caller.Token.Id;

    internal string From => _caller.From;

    internal bool IsExecutor => _caller.Has(TokenRole.Executor);

    internal async Task Run(CancellationToken aborted)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        using var stopping = _services.Lifetime.ApplicationStopping.Register(() => Drop(LinkDrop.Stopping));
        var lanes = new List<Task>();
        try
        {
            if (!await Greet(life.Token))
            {
                await Goodbye();
                return;
            }

            var reading = Lane(Read, life.Token);
            lanes.AddRange(
            [
                reading, Lane(Send, life.Token), Lane(_batches.Run, life.Token),
                Lane(_pulls.Run, life.Token), Lane(_heartbeats.Run, life.Token),
            ]);
            await _ended.Task;
            await Goodbye();
            await Task.WhenAny(reading, Task.Delay(GatewayLimits.GoodbyePatience, aborted)); // Cut at once, our goodbye might be lost unread.
        }
        finally
        {
            _services.Registry.Remove(this);
            await life.CancelAsync();
            await Task.WhenAll(lanes);
        }
    }

    /// <summary>Ends the link; the first reason counts.</summary>
    internal void Drop(LinkDrop reason)
    {
        if (Interlocked.CompareExchange(ref _drop, (int)reason, -1) != -1) return;
        _services.Counters.Drop(reason);
        if (reason != LinkDrop.Closed) LogDropped(Host.Length > 0 ? Host : _caller.From, reason);
        _ended.TrySetResult();
    }

    internal bool Post(LinkFrame frame)
    {
        if (_outbox.Post(frame)) return true;
        Drop(LinkDrop.Slow);
        return false;
    }

    internal void Hint(byte[] encoded) => _outbox.Hint(encoded);

    private async Task<bool> Greet(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(GatewayLimits.HelloPatience);
        try
        {
            var read = await _socket.ReadAsync(patience.Token);
            var hello = read.Frame as HelloFrame;
            var fault = hello is not null ? HelloCheck.Refuse(hello) : read.Fault ?? "the first frame must be a hello";
            if (fault is not null)
            {
                await _socket.WriteAsync(new ErrorFrame(fault), patience.Token);
                Drop(LinkDrop.NoHello);
                return false;
            }

            // Registered before the position is read: whatever moves after it comes as a hint.
            Host = hello!.Host;
            _services.Registry.Add(this);
            if (hello.Report is { } report) await Tell(report); // Before the welcome: whoever has that is protected.
            await _socket.WriteAsync(await Welcome(), patience.Token);
            return true;
        }
        catch (Exception e) when (LinkSocket.IsLoss(e))
        {
            Drop(patience.IsCancellationRequested && !cancel.IsCancellationRequested ? LinkDrop.NoHello : LinkDrop.Lost);
            return false;
        }
        catch (Exception e)
        {
            LogFailed(Host, e);
            Drop(LinkDrop.Failed);
            return false;
        }
    }

    private async Task<WelcomeFrame> Welcome()
    {
        var posture = await _services.Grains.GetGrain<IPostureGrain>(IPostureGrain.Key).Get();
        return new WelcomeFrame(
            StatusEndpoint.Version, posture, await _services.Relay.Position(), BatchFormat.Version, IsExecutor ? _services.Registry.Allowed : null, IsExecutor ? _services.Postures.Order(posture) : null);
    }

    private async Task Lane(Func<CancellationToken, Task> lane, CancellationToken cancel)
    {
        try
        {
            await lane(cancel);
        }
        catch (Exception e) when (cancel.IsCancellationRequested || LinkSocket.IsLoss(e))
        {
            Drop(LinkDrop.Lost);
        }
        catch (Exception e)
        {
            LogFailed(Host, e);
            Drop(LinkDrop.Failed);
        }
    }

    private async Task Send(CancellationToken cancel)
    {
        while (true)
        {
            var (hint, frame) = await _outbox.Take(cancel);
            if (frame is not null)
            {
                await Write(frame, cancel);
                continue;
            }

            await Write(hint!, cancel);
            _services.Counters.Hint();
        }
    }

    private Task Write(LinkFrame frame, CancellationToken cancel) => Send(patience => _socket.WriteAsync(frame, patience), cancel);

    private Task Write(byte[] encoded, CancellationToken cancel) => Send(patience => _socket.WriteAsync(encoded, WebSocketMessageType.Text, patience), cancel);

    private async Task Send(Func<CancellationToken, Task> write, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(_services.SendPatience);
        try
        {
            await write(patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Drop(LinkDrop.Slow);
            throw;
        }
    }

    private async Task Goodbye()
    {
        var (status, text) = (LinkDrop)Volatile.Read(ref _drop) switch
        {
            LinkDrop.Closed or LinkDrop.Replaced => (WebSocketCloseStatus.NormalClosure, "bye"),
            LinkDrop.Stopping => (WebSocketCloseStatus.EndpointUnavailable, "the silo stops"),
            LinkDrop.TooLarge => (WebSocketCloseStatus.MessageTooBig, "message too large"),
            LinkDrop.NoHello or LinkDrop.Malformed => (WebSocketCloseStatus.PolicyViolation, "not the frames we speak"),
            LinkDrop.Revoked => (WebSocketCloseStatus.PolicyViolation, "the token was revoked"),
            LinkDrop.Failed => (WebSocketCloseStatus.InternalServerError, "the silo failed"),
            _ => (WebSocketCloseStatus.Empty, ""), // Slow or gone: a goodbye would only wait.
        };
        if (status == WebSocketCloseStatus.Empty) _socket.Abort();
        else await _socket.CloseAsync(status, text);
    }

    [LoggerMessage(EventId = 510, Level = LogLevel.Information, Message = "The link of {Host} ended: {Reason}")]
    private partial void LogDropped(string host, LinkDrop reason);

    [LoggerMessage(EventId = 511, Level = LogLevel.Error, Message = "The link of {Host} failed")]
    private partial void LogFailed(string host, Exception error);
}
