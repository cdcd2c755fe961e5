using System.Net;
using Microsoft.AspNetCore.Http;

namespace Tegument.Sensor.Enforce.AgentApi;

/// <summary>
/// Lets in programs on this host only. The peer must be loopback; and since a web page in somebody's browser is a program on this host
/// too, what a browser sends across sites (an Origin, or another Host name by rebinding) is refused.
/// </summary>
internal static class AgentDoor
{
    /// <summary>Null when the request may come in, otherwise why not.</summary>
    public static string? Refusal(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } peer || !IPAddress.IsLoopback(peer)) return "only programs on this host are served";
        if (context.Request.Headers.Origin.Count > 0) return "web pages are not served";
        return context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]" ? null : "the Host must be localhost, 127.0.0.1 or [::1]";
    }
}
