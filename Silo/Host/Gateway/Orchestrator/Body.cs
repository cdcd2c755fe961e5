using System.Text.Json.Nodes;
using Tegument.Silo.Host.Gateway.Problems;

namespace Tegument.Silo.Host.Gateway.Orchestrator;

/// <summary>Reads members of other people's bodies, or throws the problem that names the field. Members that we do not know are skipped.</summary>
internal static class Body
{
    /// <summary>As it is audited.</summary>
    private const int MaxMetadata = 1000;

    public static string? Text(this JsonObject body, string field) => body[field] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw ApiProblemException.Invalid(field, $"'{field}' must be a text"),
    };

    public static double? Number(this JsonObject body, string field) => body[field] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<double>(out var number) => number,
        _ => throw ApiProblemException.Invalid(field, $"'{field}' must be a number"),
    };

    /// <summary>Any object, as one line of JSON; null when absent.</summary>
    public static string? Metadata(this JsonObject body, string field)
    {
        if (body[field] is not { } node) return null;
        if (node is not JsonObject metadata) throw ApiProblemException.Invalid(field, $"'{field}' must be an object");
        var text = metadata.ToJsonString();
        return text.Length <= MaxMetadata ? text : throw ApiProblemException.Invalid(field, $"'{field}' may have {MaxMetadata} characters");
    }
}
