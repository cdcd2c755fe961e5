using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Silo.Bans;
using Tegument.Silo.Policy;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Host.Feeds;

/// <summary>
/// Decides whether a list may be believed. One that names us, half the internet, nothing at all or mostly nonsense is wrong or hostile, and
/// then none of it is taken: a list is trusted with our kernels. Pure.
/// </summary>
public static class FeedGuard
{
    /// <summary>Why the list is refused whole, or the entries to take and how many were left out.</summary>
    public static (string? Refusal, IReadOnlyCollection<IpPrefix> Entries, long Skipped) Check(FeedSource source, FeedContent content, IProtectionRules protection)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(protection);
        if (content.Fault is { } fault) return Refused($"the list {fault}");
        if (content.Entries.Count > source.MaxEntries) return Refused($"more than {source.MaxEntries} entries");
        if (content.Entries.Count == 0) return Refused(content.Junk == 0 ? "the list is empty" : $"no entry among {content.Lines} lines ({content.FirstJunk})");
        if (content.Junk > 0 && content.Junk * 100.0 > content.Lines * source.MaxJunkPercent)
            return Refused($"{content.Junk} of {content.Lines} lines are no addresses ({content.FirstJunk})");
        return Sift(source, content.Entries, protection);
    }

    private static (string? Refusal, IReadOnlyCollection<IpPrefix> Entries, long Skipped) Sift(FeedSource source, IReadOnlySet<IpPrefix> entries, IProtectionRules protection)
    {
        var taken = new List<IpPrefix>(entries.Count);
        var covered = 0.0;
        var skipped = 0L;
        foreach (var entry in entries)
        {
            if (entry.Length < (entry.IsIPv4 ? BanRules.ShortestIPv4 : BanRules.ShortestIPv6)) return Refused($"{entry} is too wide to ban");
            if (protection.Protects(entry) is { } rule)
            {
                if (source.Protected == FeedProtected.Refuse) return Refused($"{entry} is protected ({rule})");
                skipped++;
                continue;
            }

            if (entry.IsIPv4) covered += Math.Pow(2, 32 - entry.Length);
            taken.Add(entry);
        }

        var percent = covered / Math.Pow(2, 32) * 100;
        return percent > source.MaxCoverPercent
            ? Refused(string.Create(CultureInfo.InvariantCulture, $"it covers {percent:0.#} % of all IPv4 addresses"))
            : (null, taken, skipped);
    }

    private static (string? Refusal, IReadOnlyCollection<IpPrefix> Entries, long Skipped) Refused(string why) => (why, [], 0);
}
