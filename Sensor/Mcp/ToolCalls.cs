using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Client;

namespace Tegument.Sensor.Mcp;

/// <summary>What all tools share: how they are described, and how a refusal of the silo becomes one that an assistant can read.</summary>
internal static class ToolCalls
{
    public static McpServerTool Tool(string name, string description, Delegate call, bool changes = false) => McpServerTool.Create(call, new McpServerToolCreateOptions
    {
        Name = name,
        Description = description,
        ReadOnly = !changes,
        Destructive = changes,
        Idempotent = true,
        OpenWorld = false,
    });

    /// <summary>The API's own JSON.</summary>
    /// <exception cref="McpException">The silo refused, or nobody answers: one line that says why.</exception>
    public static async Task<string> Json<T>(Func<Task<T>> call, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Serialize(await call(), type);
        }
        catch (Exception e) when (e is TegumentApiException or SiloUnreachableException)
        {
            throw new McpException(e.Message);
        }
    }

    public static IpKey Address(string text) =>
        IpKey.TryParse(text, out var address) ? address : throw new McpException($"'{Shown(text)}' is not an IP address");

    public static IpPrefix Prefix(string text) =>
        IpPrefix.TryParse(text, out var prefix, out var error) ? prefix : throw new McpException(error);

    public static string Shown(string text) => text.Length <= 60 ? text : text[..60];
}
