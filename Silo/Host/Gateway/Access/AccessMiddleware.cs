using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Limits;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Access;

/// <summary>Lets a call through when its bearer token has a role that the endpoint allows. Fails closed.</summary>
public sealed class AccessMiddleware(RequestDelegate next, Credentials credentials, RateLimits limits, AuditLog audit)
{
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.GetEndpoint() is not RouteEndpoint endpoint) return next(context); // Becomes a 404, 405 or 415, which tells nobody anything.
        var allow = endpoint.Metadata.GetMetadata<Allow>() ?? throw new InvalidOperationException($"{endpoint.DisplayName} does not say whom it allows");
        if (allow.Roles is null) return next(context);

        var caller = Identify(context, endpoint.Metadata.GetMetadata<ErrorShape>()?.ApiKeyHeader);
        limits.Count(caller, context);
        if (!allow.Permits(caller.Token.Roles)) return Deny(caller, allow, context);
        context.Features.Set(caller);
        return next(context);
    }

    /// <summary>An attempt to change something beyond one's role is worth a line; one to read is not.</summary>
    private async Task Deny(Caller caller, Allow allow, HttpContext context)
    {
        var refusal = Forbidden(caller, allow);
        var (method, path) = (context.Request.Method, context.Request.Path);
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
            await audit.Append(new AuditRecord(caller.Actor, caller.From, "denied", $"{method} {path}", "not the role for it", $"refused: {refusal.Message}"));
        throw refusal;
    }

    private Caller Identify(HttpContext context, string? keyHeader)
    {
        if (keyHeader is not null && context.Request.Headers[keyHeader] is [{ Length: > 0 } key]) return Known(context, key);
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0) throw Unauthorized(context, "this call needs a token: 'Authorization: Bearer TOKEN'");
        return Known(context, Credentials.OfHeader(header) ?? throw Unauthorized(context, "the Authorization header must be 'Bearer TOKEN'"));
    }

    private Caller Known(HttpContext context, string secret) =>
        credentials.Find(secret, Caller.Peer(context)) ?? throw Unauthorized(context, credentials.WhyNot(secret));

    private ApiProblemException Unauthorized(HttpContext context, string detail)
    {
        limits.CountFailure(context);
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"tegument\"";
        return new ApiProblemException(StatusCodes.Status401Unauthorized, "not authenticated", detail);
    }

    internal static ApiProblemException Forbidden(Caller caller, Allow allow, string? field = null)
    {
        var held = string.Join(", ", caller.Token.Roles.Select(WireName.Of));
        var needed = string.Join(" or ", allow.Roles!.Select(WireName.Of));
        return new ApiProblemException(StatusCodes.Status403Forbidden, "not allowed", $"this needs the role {needed}; {caller.Bearer} has {held}", field);
    }
}
