using System.Text.Json;
using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Host.Feeds;

/// <summary>
/// Reads what MISP exports as JSON: an event, a list of them, a "response" with either or with attributes alone. Takes attributes of the types
/// ip-src and ip-dst and their "|port" forms, unless they say that they are not for detection ("to_ids": false).
/// </summary>
internal static class MispReader
{
    private const int MaxDepth = 32;
    private static readonly string[] Types = ["ip-src", "ip-dst", "ip-src|port", "ip-dst|port"];

    public static FeedContent Read(byte[] body, int maxEntries)
    {
        var tally = new FeedTally(maxEntries);
        var number = 0L;
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
            Walk(document.RootElement, tally, ref number);
        }
        catch (JsonException e)
        {
            return new FeedContent(new HashSet<IpPrefix>(), 0, 0, null, $"is not JSON (line {e.LineNumber + 1})");
        }

        catch (InvalidOperationException)
        {
            return new FeedContent(new HashSet<IpPrefix>(), 0, 0, null, "holds text that is not UTF-8");
        }

        return number == 0 ? new FeedContent(new HashSet<IpPrefix>(), 0, 0, null, "holds no MISP attributes") : tally.Content();
    }

    private static void Walk(JsonElement element, FeedTally tally, ref long number)
    {
        if (tally.IsFull) return;
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var child in element.EnumerateArray()) Walk(child, tally, ref number);
            return;
        }

        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (var name in (ReadOnlySpan<string>)["response", "Event", "Object", "Attribute"])
        {
            if (!element.TryGetProperty(name, out var inner)) continue;
            if (name != "Attribute" || inner.ValueKind != JsonValueKind.Array) Walk(inner, tally, ref number);
            else foreach (var attribute in inner.EnumerateArray()) Take(attribute, tally, ++number);
        }

        if (element.TryGetProperty("type", out _) && element.TryGetProperty("value", out _)) Take(element, tally, ++number);
    }

    private static void Take(JsonElement attribute, FeedTally tally, long number)
    {
        if (attribute.ValueKind != JsonValueKind.Object) return;
        if (!attribute.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !Types.Contains(type.GetString())) return;
        if (attribute.TryGetProperty("to_ids", out var detect) && detect.ValueKind == JsonValueKind.False) return;
        if (!attribute.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.String)
        {
            tally.Junk("an attribute without a value", number);
            return;
        }

        var text = value.GetString().AsSpan().Trim();
        var port = text.IndexOf('|');
        tally.Take(port < 0 ? text : text[..port], number);
    }
}
