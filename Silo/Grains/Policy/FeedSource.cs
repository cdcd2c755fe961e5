using System.Text.RegularExpressions;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Policy;

/// <summary>One block list to subscribe to.</summary>
public sealed partial record FeedSource
{
    public const int MostEntries = 1_000_000;
    public const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Names the list in bans, the audit log and the API: 1 to 40 lower-case letters, digits, - and _.</summary>
    public string Name { get; init; } = "";

    /// <summary>http or https.</summary>
    public string Url { get; init; } = "";

    public FeedFormat Format { get; init; }

    /// <summary>CSV: the column with the addresses, by its number from 1 or its heading.</summary>
    public string Column { get; init; } = "1";

    public FeedAction Action { get; init; }

    public FeedProtected Protected { get; init; }

    /// <summary>How often it is asked for.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a ban lasts after the list was last seen to name its address.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromDays(1);

    /// <summary>A list with more addresses and prefixes is refused whole.</summary>
    public int MaxEntries { get; init; } = 200_000;

    /// <summary>A larger body, unpacked, is refused whole.</summary>
    public int MaxBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Of the lines, how many percent may be neither addresses nor comments before the list is refused whole.</summary>
    public double MaxJunkPercent { get; init; } = 5;

    /// <summary>Of the IPv4 addresses there are, how many percent a list may cover before it is refused whole.</summary>
    public double MaxCoverPercent { get; init; } = 5;

    internal string? Validate()
    {
        if (!NamePattern().IsMatch(Name)) return "name: must be 1 to 40 lower-case letters, digits, - and _";
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0) return "url: must be an http or https address";
        if (string.IsNullOrWhiteSpace(Column) || Column.Length > 100) return "column: must be a number from 1, or a heading";
        if (Every < TimeSpan.FromSeconds(10) || Every > TimeSpan.FromDays(7)) return "every: must be 10s to 7d";
        if (Ttl < Every || Ttl > BanRequest.MaxTtl) return "ttl: must be at least 'every', or bans end between two updates";
        if (MaxEntries is < 1 or > MostEntries) return $"maxEntries: must be 1 to {MostEntries}";
        if (MaxBytes is < 1 or > MostBytes) return $"maxBytes: must be 1 to {MostBytes}";
        if (!(MaxJunkPercent is >= 0 and <= 100)) return "maxJunkPercent: must be 0 to 100";
        return MaxCoverPercent is > 0 and <= 100 ? null : "maxCoverPercent: must be more than 0 and at most 100";
    }

    [GeneratedRegex(@"^[a-z0-9_-]{1,40}\z", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();
}
