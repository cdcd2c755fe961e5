using System.Text;
using System.Text.Json.Nodes;

namespace Tegument.Gateway.Tests.OpenApi;

/// <summary>One operation of the document: what it says of itself, and the call that its examples make.</summary>
public sealed class ApiOperation(string method, string path, JsonObject text)
{
    public string Method => method;

    public string Path => path;

    public string Id => text["operationId"]?.GetValue<string>() ?? "";

    public string Summary => text["summary"]?.GetValue<string>() ?? "";

    public JsonObject[] Parameters => [.. (text["parameters"] as JsonArray ?? []).Select(parameter => parameter!.AsObject())];

    public string[]? Roles => (text["x-roles"] as JsonArray)?.Select(role => role!.GetValue<string>()).ToArray();

    public JsonObject Responses => text["responses"]!.AsObject();

    public JsonObject? RequestContent => text["requestBody"]?["content"] as JsonObject;

    public JsonNode? RequestExample => RequestContent?.First().Value?["example"];

    /// <summary>A WebSocket, or a stream without end: nothing to check against a schema.</summary>
    public bool IsSocket => Responses.ContainsKey("101");

    /// <summary>The content of the success reply, by media type.</summary>
    public KeyValuePair<string, JsonNode?>? Success => Responses.Where(r => r.Key.StartsWith('2')).Select(r => r.Value?["content"] as JsonObject).FirstOrDefault() is { Count: > 0 } content
        ? content.First()
        : null;

    public override string ToString() => $"{method} {path}";

    /// <summary>The call as the examples show it.</summary>
    /// <param name="replace">Values that only a living silo knows, by parameter.</param>
    public HttpRequestMessage Request(IReadOnlyDictionary<string, string> replace)
    {
        var url = new StringBuilder(path);
        var query = new List<string>();
        foreach (var parameter in Parameters)
        {
            var name = parameter["name"]!.GetValue<string>();
            if ((replace.GetValueOrDefault(name) ?? parameter["example"]?.ToString()) is not { } value) continue;
            if (parameter["in"]!.GetValue<string>() == "path") url.Replace($"{{{name}}}", Uri.EscapeDataString(value));
            else if (parameter["in"]!.GetValue<string>() == "query") query.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        if (query.Count > 0) url.Append('?').Append(string.Join('&', query));
        var request = new HttpRequestMessage(new HttpMethod(method), url.ToString());
        if (RequestExample is { } body)
        {
            var type = RequestContent!.First().Key is "*/*" ? "text/plain" : RequestContent!.First().Key;
            request.Content = new StringContent(type == "application/json" ? body.ToJsonString() : body.GetValue<string>(), Encoding.UTF8, type);
        }

        return request;
    }
}
