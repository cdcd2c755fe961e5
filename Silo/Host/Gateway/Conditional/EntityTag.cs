using Microsoft.Net.Http.Headers;
using Tegument.Silo.Host.Gateway.Problems;

namespace Tegument.Silo.Host.Gateway.Conditional;

/// <summary>Conditional requests (RFC 9110, 13): a GET whose answer the caller has already is answered 304; a PUT on what has changed since, 412.</summary>
internal static class EntityTag
{
    /// <summary>
    /// Gives the endpoint's answers a tag, and answers 304 when the caller named it in If-None-Match. The tag says that two answers mean
    /// the same; ages and seconds left may differ, so it is weak, unless the answer holds none (<paramref name="exact"/>).
    /// </summary>
    public static RouteHandlerBuilder Tagged<T>(this RouteHandlerBuilder endpoint, Func<T, string> tag, bool exact = false)
        where T : class
    {
        endpoint.Produces(StatusCodes.Status304NotModified);
        return endpoint.AddEndpointFilter(async (context, next) =>
        {
            var result = await next(context);
            if (result is not T answer) return result;
            var value = Of(tag(answer), exact);
            context.HttpContext.Response.Headers.ETag = value.ToString();
            if (!HttpMethods.IsGet(context.HttpContext.Request.Method) || !Matches(context.HttpContext, value)) return result;
            return Results.StatusCode(StatusCodes.Status304NotModified);
        });
    }

    /// <summary>Refuses the call when it names, in If-Match, another state than the one that stands.</summary>
    /// <exception cref="ApiProblemException">412.</exception>
    public static void Require(HttpContext context, string tag)
    {
        var wanted = context.Request.GetTypedHeaders().IfMatch;
        if (context.Request.Headers.IfMatch.Count == 0) return;
        if (wanted.Any(w => w == EntityTagHeaderValue.Any || w.Compare(Of(tag, exact: true), useStrongComparison: true))) return;
        throw Changed(tag);
    }

    /// <summary>Whether the call names the very state that it is meant for.</summary>
    public static bool IsConditional(HttpContext context) =>
        context.Request.Headers.IfMatch.Count > 0 && !context.Request.GetTypedHeaders().IfMatch.Contains(EntityTagHeaderValue.Any);

    public static ApiProblemException Changed(string tag) => new(
        StatusCodes.Status412PreconditionFailed, "changed meanwhile", $"what stands now is \"{tag}\", not what If-Match names; read it again", "If-Match");

    private static bool Matches(HttpContext context, EntityTagHeaderValue tag) =>
        context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known == EntityTagHeaderValue.Any || known.Compare(tag, useStrongComparison: false));

    private static EntityTagHeaderValue Of(string tag, bool exact) => new($"\"{tag}\"", isWeak: !exact);
}
