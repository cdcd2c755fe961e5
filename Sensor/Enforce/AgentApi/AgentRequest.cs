using System.Globalization;
using System.Text.Json;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Sensor.Commands;

namespace Tegument.Sensor.Enforce.AgentApi;

/// <summary>The body of a ban or unban: <c>{"ip": "1.2.3.4", "reason": "...", "ttl": 3600 | "1h"}</c>; only "ip" is needed.</summary>
/// <param name="Only">For an unban: how the reason of a ban must begin to be lifted, so that a program lifts what it made and nothing else.</param>
internal sealed record AgentRequest(IpPrefix Prefix, string? Reason, TimeSpan? Ttl, string? Only)
{
    public const int MaxBytes = 16 * 1024;

    /// <summary>Null with an error for people when the body is not such a request.</summary>
    public static AgentRequest? Parse(ReadOnlyMemory<byte> body, out string error)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            return Read(json.RootElement, out error);
        }
        catch (JsonException)
        {
            error = "the body is not JSON; expected {\"ip\": \"1.2.3.4\"}";
            return null;
        }
    }

    private static AgentRequest? Read(JsonElement root, out string error)
    {
        error = "expected {\"ip\": \"1.2.3.4\"}";
        if (root.ValueKind != JsonValueKind.Object) return null;
        if (!root.TryGetProperty("ip", out var ip) || ip.ValueKind != JsonValueKind.String) return null;
        if (!IpPrefix.TryParse(ip.GetString(), out var prefix, out var parseError))
        {
            error = parseError;
            return null;
        }

        if (!TryReadText(root, "reason", out var reason, out error) || !TryReadText(root, "only", out var only, out error)) return null;
        return TryReadTtl(root, out var ttl, out error) ? new AgentRequest(prefix, reason, ttl, only) : null;
    }

    /// <summary>A text that is absent, null or blank is null.</summary>
    private static bool TryReadText(JsonElement root, string name, out string? text, out string error)
    {
        text = null;
        error = $"\"{name}\" is a text of at most {BanRequest.MaxReasonLength} characters";
        if (!root.TryGetProperty(name, out var given) || given.ValueKind == JsonValueKind.Null) return true;
        if (given.ValueKind != JsonValueKind.String || given.GetString() is not { Length: <= BanRequest.MaxReasonLength } said) return false;
        text = string.IsNullOrWhiteSpace(said) ? null : said;
        return true;
    }

    private static bool TryReadTtl(JsonElement root, out TimeSpan? ttl, out string error)
    {
        ttl = null;
        error = "\"ttl\" is a number of seconds or a text such as \"90s\", \"15m\", \"1h\", \"7d\"; one second to ten years";
        if (!root.TryGetProperty("ttl", out var given) || given.ValueKind == JsonValueKind.Null) return true;
        var text = given.ValueKind switch
        {
            JsonValueKind.String => given.GetString()!,
            JsonValueKind.Number when given.TryGetDouble(out var seconds) => seconds.ToString("F3", CultureInfo.InvariantCulture),
            _ => "",
        };
        if (!Arguments.TryParseDuration(text, out var span) || span < BanRequest.MinTtl || span > BanRequest.MaxTtl) return false;
        ttl = span;
        return true;
    }
}
