using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tegument.Gateway.Tests.Support;

/// <summary>
/// Checks JSON against a schema of an OpenAPI 3.1 document, as far as our documents go, and stricter than the standard: a member that the
/// schema does not know is a fault, since the reader of the document does not know it either.
/// </summary>
public sealed class SchemaCheck(JsonNode document)
{
    public IEnumerable<string> Faults(JsonNode? value, JsonNode? schema, string path = "$")
    {
        schema = Resolve(schema);
        if (schema is not JsonObject rules || rules.Count == 0) return [];
        if (Alternatives(rules) is { } any) return any.Any(one => !Faults(value, one, path).Any()) ? [] : [$"{path}: none of the alternatives"];
        if (!Types(rules).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(rules).Contains("number")))
            return [$"{path}: {TypeOf(value)} where the schema says {string.Join(" or ", Types(rules))}"];
        if (rules["enum"] is JsonArray names && value is not null && !names.Any(name => JsonNode.DeepEquals(name, value))) return [$"{path}: {value} is not in the enum"];
        return value switch
        {
            JsonObject members => Members(members, rules, path),
            JsonArray items => items.SelectMany((item, i) => Faults(item, rules["items"], $"{path}[{i}]")),
            _ => [],
        };
    }

    private IEnumerable<string> Members(JsonObject members, JsonObject rules, string path)
    {
        var known = rules["properties"] as JsonObject ?? [];
        foreach (var name in rules["required"] as JsonArray ?? [])
        {
            if (!members.ContainsKey(name!.GetValue<string>())) yield return $"{path}.{name}: missing";
        }

        foreach (var (name, value) in members)
        {
            var rule = known[name] ?? rules["additionalProperties"];
            if (rule is null)
            {
                yield return $"{path}.{name}: not in the schema";
                continue;
            }

            foreach (var fault in Faults(value, rule, $"{path}.{name}")) yield return fault;
        }
    }

    private JsonNode? Resolve(JsonNode? schema)
    {
        while (schema is JsonObject rules && rules["$ref"]?.GetValue<string>() is { } reference)
            schema = reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode?)document, (node, part) => node?[part]);
        return schema;
    }

    private static JsonArray? Alternatives(JsonObject rules) => (rules["oneOf"] ?? rules["anyOf"]) as JsonArray;

    private static string[] Types(JsonObject rules) => rules["type"] switch
    {
        JsonArray several => [.. several.Select(type => type!.GetValue<string>())],
        JsonValue one => [one.GetValue<string>()],
        _ when rules["enum"] is not null => ["string", "null"],
        _ => ["string", "null", "object", "array", "integer", "number", "boolean"],
    };

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToJsonString().AsSpan().IndexOfAny(".eE") < 0 ? "integer" : "number",
        _ => "boolean",
    };
}
