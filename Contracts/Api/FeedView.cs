namespace Tegument.Contracts.Api;

/// <summary>A block list and how it fares.</summary>
/// <param name="Url">Without user, password and query, which may hold keys.</param>
/// <param name="Detail">What was wrong, or what was left out; null when nothing.</param>
/// <param name="Entries">Addresses and prefixes of the list as last taken.</param>
/// <param name="Bans">How many of them the ledger holds for the list.</param>
/// <param name="Skipped">Entries that name protected addresses or networks too wide to ban, as last taken.</param>
/// <param name="Checked">When it was last asked for; null before the first time.</param>
/// <param name="Changed">When its content last changed.</param>
/// <param name="NextSeconds">Until it is asked for again.</param>
public sealed record FeedView(
    string Name,
    string Url,
    string Format,
    string Action,
    FeedState State,
    string? Detail,
    long Entries,
    long Bans,
    long Skipped,
    DateTimeOffset? Checked,
    DateTimeOffset? Changed,
    double NextSeconds,
    double TtlSeconds);

/// <summary>All block lists of the policy, in its order.</summary>
public sealed record FeedList(FeedView[] Feeds);
