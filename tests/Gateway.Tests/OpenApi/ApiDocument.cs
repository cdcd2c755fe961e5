using System.Text.Json.Nodes;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.OpenApi;

/// <summary>The document that a silo publishes, as a reader sees it.</summary>
public sealed class ApiDocument
{
    private ApiDocument(JsonNode root) => Root = root;

    public JsonNode Root { get; }

    /// <summary>In the order in which they can be called one after the other: what makes before what reads before what removes.</summary>
    public IReadOnlyList<ApiOperation> Operations => [.. Root["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => new ApiOperation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())))
        .OrderBy(operation => Array.IndexOf(["PUT", "POST", "GET", "PATCH", "DELETE"], operation.Method))];

    public static async Task<ApiDocument> Of(SiloProcess silo)
    {
        using var http = new HttpClient { BaseAddress = silo.Address };
        return new ApiDocument(JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json"))!);
    }
}
