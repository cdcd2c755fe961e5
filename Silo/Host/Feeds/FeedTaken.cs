using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Host.Feeds;

/// <summary>A list as it was last believed. Immutable.</summary>
/// <param name="Url">Where it came from; the marks below belong to it.</param>
/// <param name="ETag">The server's mark of this content; null without one.</param>
/// <param name="Modified">The server's Last-Modified; null without one.</param>
/// <param name="Hash">SHA-256 of the body.</param>
/// <param name="Renewed">When its bans were last given their full time.</param>
public sealed record FeedTaken(
    string Url, string? ETag, string? Modified, byte[] Hash, DateTimeOffset Changed, DateTimeOffset Renewed, long Skipped, IReadOnlySet<IpPrefix> Entries);
