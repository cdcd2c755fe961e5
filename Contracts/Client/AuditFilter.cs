using System.Globalization;

namespace Tegument.Contracts.Client;

/// <summary>Which entries of the audit log, and from where on. What is null does not matter.</summary>
/// <param name="Limit">1 to 1,000 per page.</param>
/// <param name="Before">A page's <c>Next</c>.</param>
/// <param name="Actor">The actor holds this, without regard to case.</param>
/// <param name="Actions">Any of these, such as "ban" or "posture".</param>
/// <param name="Subject">Exactly this address, host or token.</param>
/// <param name="Text">Subject, reason, outcome, before or after holds this.</param>
public sealed record AuditFilter(
    int Limit = 100,
    long? Before = null,
    string? Actor = null,
    IReadOnlyList<string>? Actions = null,
    string? Subject = null,
    string? Text = null,
    DateTimeOffset? Since = null,
    DateTimeOffset? Until = null)
{
    internal string Query()
    {
        var page = string.Create(CultureInfo.InvariantCulture, $"?limit={Limit}");
        if (Before is { } id) page += string.Create(CultureInfo.InvariantCulture, $"&before={id}");
        return page + Filters();
    }

    /// <summary>What narrows the log, as further parameters.</summary>
    internal string Filters()
    {
        (string Name, string? Value)[] all =
        [
            ("actor", Actor), ("action", Actions is { Count: > 0 } actions ? string.Join(',', actions) : null), ("subject", Subject), ("text", Text),
            ("since", Time(Since)), ("until", Time(Until)),
        ];
        return string.Concat(all.Where(part => part.Value is not null).Select(part => $"&{part.Name}={Uri.EscapeDataString(part.Value!)}"));
    }

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
