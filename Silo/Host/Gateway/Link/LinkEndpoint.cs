using Tegument.Contracts.Link;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Limits;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Gateway.Rest;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary><c>GET /api/v1/link</c>: becomes the WebSocket of a host.</summary>
internal static class LinkEndpoint
{
    public static void MapLink(this IEndpointRouteBuilder app) => app
        .MapGet("/api/v1/link", Accept)
        .Describe("link", "The WebSocket of sensors and executors; frames are JSON with a \"type\".", Allow.Hosts, StatusCodes.Status400BadRequest)
        .Produces(StatusCodes.Status101SwitchingProtocols)
        .WithMetadata(RateClass.Exempt);

    private static async Task Accept(HttpContext context, LinkServices services)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw new ApiProblemException(StatusCodes.Status400BadRequest, "not a WebSocket", "this address takes WebSocket connections only");
        var caller = Caller.Of(context);
        using var accepted = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = TimeSpan.FromSeconds(5),
            KeepAliveTimeout = TimeSpan.FromSeconds(10),
        });
        using var socket = new LinkSocket(accepted, LinkSocket.MaxFromHost);
        await new HostLink(services, socket, caller).Run(context.RequestAborted);
    }
}
