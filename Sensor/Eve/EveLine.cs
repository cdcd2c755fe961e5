using System.Globalization;
using System.Text.Json;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Eve;

/// <summary>
/// Reads one line of an eve.json. Never throws: what is no JSON object with an event type is told apart from one that we have no use for, and
/// from an alert without what an alert must have. Members that are not known, of any shape, are skipped.
/// </summary>
public static class EveLine
{
    public const string NotJson = "not-json";
    public const string NoType = "no-event-type";
    private const int MaxName = 40;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 32 };

    /// <summary>The event's type, or one of the two names above; an alert when it is a whole one.</summary>
    public static (string Type, EveAlert? Alert) Read(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line, Options);
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.Read() || document.RootElement.ValueKind != JsonValueKind.Object) return (NotJson, null);
            var root = document.RootElement;
            var type = Text(root, "event_type", MaxName);
            return type is null ? (NoType, null) : (type, type == "alert" ? Alert(root) : null);
        }
        catch (JsonException)
        {
            return (NotJson, null);
        }
        catch (InvalidOperationException)
        {
            return (NotJson, null); // A string that is no UTF-8 or UTF-16.
        }
    }

    private static EveAlert? Alert(JsonElement root)
    {
        if (!root.TryGetProperty("alert", out var alert) || alert.ValueKind != JsonValueKind.Object) return null;
        if (Time(root) is not { } at || Address(root, "src_ip") is not { } source || Address(root, "dest_ip") is not { } destination) return null;
        var flow = root.TryGetProperty("flow", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        return new EveAlert(
            at,
            source,
            Number(root, "src_port"),
            destination,
            Number(root, "dest_port"),
            Client(flow, source, destination),
            string.Create(CultureInfo.InvariantCulture, $"{Number(alert, "gid")}:{Number(alert, "signature_id")}"),
            Text(alert, "signature", EveAlert.MaxSignature) ?? "",
            Text(alert, "category", EveAlert.MaxSignature) ?? "",
            Number(alert, "severity"),
            Gravity(alert),
            Text(alert, "action", MaxName) == "blocked",
            IsEstablished(root, flow));
    }

    /// <summary>Only one of the two ends of this very packet can have begun its flow.</summary>
    private static IpKey? Client(JsonElement flow, IpKey source, IpKey destination) =>
        flow.ValueKind == JsonValueKind.Object && Address(flow, "src_ip") is { } client && (client == source || client == destination) ? client : null;

    private static bool IsEstablished(JsonElement root, JsonElement flow) =>
        Text(root, "proto", MaxName) == "TCP"
        && Text(root, "app_proto", MaxName) is not (null or "failed" or "unknown")
        && flow.ValueKind == JsonValueKind.Object && Number(flow, "pkts_toserver") >= 2 && Number(flow, "pkts_toclient") >= 1;

    /// <summary>"metadata": {"signature_severity": ["Major"]}.</summary>
    private static string? Gravity(JsonElement alert) =>
        alert.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("signature_severity", out var severities) && severities.ValueKind == JsonValueKind.Array && severities.GetArrayLength() > 0
        && severities[0].ValueKind == JsonValueKind.String
            ? Cut(severities[0].GetString()!, MaxName)
            : null;

    /// <summary>"2014-04-08T16:11:26.684073+0000": an offset without its colon, which the framework's reader refuses.</summary>
    private static DateTimeOffset? Time(JsonElement root)
    {
        if (Text(root, "timestamp", MaxName) is not { } text) return null;
        if (text.Length > 5 && text[^5] is '+' or '-') text = text.Insert(text.Length - 2, ":");
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
    }

    private static IpKey? Address(JsonElement parent, string name) => Text(parent, name, MaxName) is { } text && IpKey.TryParse(text, out var address) ? address : null;

    private static string? Text(JsonElement parent, string name, int most) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Cut(value.GetString()!, most) : null;

    private static int Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? (int)Math.Clamp(number, 0, int.MaxValue)
            : 0;

    /// <summary>One line without control characters, capped.</summary>
    private static string Cut(string text, int most)
    {
        if (text.Length > most) text = text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
        return text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 && !text.Contains('\u007f', StringComparison.Ordinal)
            ? text
            : string.Concat(text.Select(c => char.IsControl(c) ? '\u00b7' : c));
    }
}
