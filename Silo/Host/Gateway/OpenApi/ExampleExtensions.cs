namespace Tegument.Silo.Host.Gateway.OpenApi;

/// <summary>Adds examples to endpoints: one line each.</summary>
internal static class ExampleExtensions
{
    /// <summary>Shows a call in the OpenAPI document; the tests make it.</summary>
    public static RouteHandlerBuilder Example(
        this RouteHandlerBuilder endpoint, string? query = null, string? body = null, string? route = null, string mediaType = "application/json") =>
        endpoint.WithMetadata(new ApiExample(query, body, route, mediaType));
}
