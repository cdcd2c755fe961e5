using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Problems;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary>Reads what callers send, or throws the problem that names the field.</summary>
internal static class Check
{
    public static IpKey Address(string? text, string field) => text is null
        ? throw ApiProblemException.Invalid(field, $"'{field}' is missing")
        : IpKey.TryParse(text, out var key) ? key : throw ApiProblemException.Invalid(field, $"'{text}' is not an IP address");

    public static IpPrefix Prefix(string? text, string field) => text is null
        ? throw ApiProblemException.Invalid(field, $"'{field}' is missing")
        : IpPrefix.TryParse(text, out var prefix, out var error) ? prefix : throw ApiProblemException.Invalid(field, error);

    public static T? Name<T>(string? text, string field) where T : struct, Enum
    {
        if (text is null) return null;
        if (WireName.TryParse<T>(text, out var value)) return value;
        throw ApiProblemException.Invalid(field, $"'{text}' is none of {string.Join(", ", Enum.GetValues<T>().Select(WireName.Of))}");
    }

    /// <summary>Names in several parameters, or several in one with commas between; null when there are none.</summary>
    public static T[]? Names<T>(string[]? texts, string field) where T : struct, Enum => texts is not { Length: > 0 }
        ? null
        : [.. texts.SelectMany(text => text.Split(',')).Select(text => Name<T>(text, field)!.Value).Distinct()];

    /// <summary>RFC 3339; an offset must be given, since none at all would mean the reader's zone.</summary>
    public static DateTimeOffset? Time(string? text, string field)
    {
        if (text is null) return null;
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        return hasOffset && DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw ApiProblemException.Invalid(field, $"'{field}' must be a time such as 2026-01-31T12:00:00Z");
    }

    public static double Number(double value, string field) =>
        double.IsFinite(value) ? value : throw ApiProblemException.Invalid(field, $"'{field}' must be a number");

    public static int Limit(int? limit, int otherwise, int max) => limit switch
    {
        null => otherwise,
        < 1 => throw ApiProblemException.Invalid("limit", $"'limit' must be 1 to {max}"),
        _ when limit > max => throw ApiProblemException.Invalid("limit", $"'limit' must be 1 to {max}"),
        _ => limit.Value,
    };

    public static string Reason(string? reason) => Text(reason, "reason", BanRequest.MaxReasonLength);

    /// <summary>A text that people will read: not empty, not long, and nothing that moves a terminal's cursor.</summary>
    public static string Text([NotNull] string? text, string field, int max)
    {
        if (string.IsNullOrWhiteSpace(text)) throw ApiProblemException.Invalid(field, $"'{field}' must not be empty");
        if (text.Length > max) throw ApiProblemException.Invalid(field, $"'{field}' may have {max} characters");
        if (text.Any(char.IsControl)) throw ApiProblemException.Invalid(field, $"'{field}' must not hold control characters");
        return text.Trim();
    }

    /// <summary>A time such as 2026-01-31T12:00:00Z, or how long ago: 90s, 15m, 24h, 7d.</summary>
    public static DateTimeOffset Since(string text, DateTimeOffset now, string field = "since")
    {
        if (SpanAgo(text) is { } span) return now - span;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time)) return time;
        throw ApiProblemException.Invalid(field, $"'{field}' must be a time such as 2026-01-31T12:00:00Z, or how long ago, such as 15m or 24h");
    }

    private static TimeSpan? SpanAgo(string text)
    {
        var unit = text.Length > 1 ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 } : 0;
        return unit > 0 && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 1_000_000
            ? TimeSpan.FromSeconds((double)count * unit)
            : null;
    }

    public static TimeSpan Seconds(double seconds, string field, TimeSpan min, TimeSpan max) =>
        seconds >= min.TotalSeconds && seconds <= max.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw ApiProblemException.Invalid(field, $"'{field}' must be {min.TotalSeconds} to {max.TotalSeconds}");
}
