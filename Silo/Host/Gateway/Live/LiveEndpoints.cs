using System.Net.WebSockets;
using Tegument.Contracts.Link;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Limits;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Gateway.Rest;

namespace Tegument.Silo.Host.Gateway.Live;

/// <summary><c>GET /api/v1/events</c> and the WebSocket <c>/api/v1/stream</c>: what happens, as it happens.</summary>
internal static class LiveEndpoints
{
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/events", Events)
            .Describe(
                "events", "What happens, as it happens, as server-sent events; goes on after Last-Event-ID.", Allow.AnyToken,
                StatusCodes.Status400BadRequest, StatusCodes.Status429TooManyRequests)
            .Produces<string>(StatusCodes.Status200OK, ServerSentSink.MediaType)
            .Example("types=ban,posture")
            .WithMetadata(RateClass.Stream);
        api.MapGet("/stream", Stream)
            .Describe(
                "stream", "The same as /events over a WebSocket: a JSON message {id, type, data} per event.", Allow.AnyToken,
                StatusCodes.Status400BadRequest, StatusCodes.Status429TooManyRequests)
            .Produces(StatusCodes.Status101SwitchingProtocols)
            .Example("types=ban,posture")
            .WithMetadata(RateClass.Stream);
    }

    private static Task Events(HttpContext context, LiveHub hub, LiveStreams streams, string? types, string? lastEventId)
    {
        var caller = Caller.Of(context);
        var topics = Topics(types, caller);
        var after = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : lastEventId;
        var reader = Reader(hub, topics, after);
        return streams.Run(caller, context.RequestAborted, life =>
        {
            var sink = new ServerSentSink(context.Response);
            sink.Begin();
            return new LiveStream(hub, reader, sink, topics, Heartbeat).Run(life);
        });
    }

    private static async Task Stream(HttpContext context, LiveHub hub, LiveStreams streams, string? types, string? lastEventId)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw new ApiProblemException(StatusCodes.Status400BadRequest, "not a WebSocket", "this address takes WebSocket connections only; /api/v1/events has the same over HTTP");
        var caller = Caller.Of(context);
        var topics = Topics(types, caller);
        var reader = Reader(hub, topics, lastEventId);
        await streams.Run(caller, context.RequestAborted, async life =>
        {
            using var accepted = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                KeepAliveInterval = Heartbeat,
                KeepAliveTimeout = Heartbeat,
            });
            using var socket = new LinkSocket(accepted, maxMessage: 0); // For its goodbye.
            var sink = new WebSocketSink(accepted);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(life);
            var telling = new LiveStream(hub, reader, sink, topics, Heartbeat).Run(ending.Token);
            await Task.WhenAny(telling, sink.Listen(ending.Token));
            await socket.CloseAsync(life.IsCancellationRequested ? WebSocketCloseStatus.EndpointUnavailable : WebSocketCloseStatus.NormalClosure, "bye");
            await ending.CancelAsync();
            await telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
    }

    /// <summary>What was asked for, or all that the token may hear.</summary>
    private static LiveTopic[] Topics(string? types, Caller caller)
    {
        if (types is null) return [.. LiveTopic.All.Where(topic => topic.Allow.Permits(caller.Token.Roles))];
        return [.. types.Split(',', StringSplitOptions.TrimEntries).Distinct().Select(type => Topic(type, caller))];
    }

    private static LiveTopic Topic(string type, Caller caller)
    {
        var topic = LiveTopic.All.FirstOrDefault(topic => topic.Type == type)
            ?? throw ApiProblemException.Invalid("types", $"'{type}' is none of {string.Join(", ", LiveTopic.All.Select(t => t.Type))}");
        return topic.Allow.Permits(caller.Token.Roles) ? topic : throw AccessMiddleware.Forbidden(caller, topic.Allow, "types");
    }

    private static LiveReader Reader(LiveHub hub, LiveTopic[] topics, string? after)
    {
        try
        {
            return hub.Read(topics, after);
        }
        catch (FormatException)
        {
            throw ApiProblemException.Invalid("lastEventId", "the last event's id is not one that a silo gives");
        }
    }
}
