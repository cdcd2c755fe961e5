using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Tegument.Silo.Host.Gateway.OpenApi;

/// <summary>Writes an endpoint's example, and the reply recorded for it, into its operation.</summary>
internal static class ExampleTransformer
{
    private const string Prefix = "reply:";

    private static readonly Dictionary<string, string> Replies = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(name => name[Prefix.Length..], Read);

    public static Task Show(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var example = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiExample>().FirstOrDefault();
        if (example is not null) Show(operation, example);
        if (operation.OperationId is { } name && Replies.TryGetValue(name, out var reply)) ShowReply(operation, reply);
        return Task.CompletedTask;
    }

    private static void Show(OpenApiOperation operation, ApiExample example)
    {
        var values = new[] { example.Query, example.Route }.OfType<string>()
            .SelectMany(part => part.Split('&')).Select(part => part.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (values.TryGetValue(parameter.Name!, out var value)) parameter.Example = Typed(parameter, value);
        }

        if (example.Body is { } body && operation.RequestBody?.Content is { } contents && contents.TryGetValue(example.MediaType, out var content))
            content.Example = example.MediaType == "application/json" ? JsonNode.Parse(body) : JsonValue.Create(body);
    }

    /// <summary>A number's example is a number.</summary>
    private static JsonNode Typed(OpenApiParameter parameter, string value)
    {
        var type = parameter.Schema?.Type ?? JsonSchemaType.String;
        var plain = type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number) || type.HasFlag(JsonSchemaType.Boolean);
        return plain ? JsonNode.Parse(value)! : JsonValue.Create(value);
    }

    private static void ShowReply(OpenApiOperation operation, string reply)
    {
        var success = (operation.Responses ?? []).Where(response => response.Key.StartsWith('2')).Select(response => response.Value).OfType<OpenApiResponse>().FirstOrDefault();
        if (success?.Content?.FirstOrDefault() is { Value: { } content, Key: var type })
            content.Example = type == "application/json" ? JsonNode.Parse(reply) : JsonValue.Create(reply);
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
