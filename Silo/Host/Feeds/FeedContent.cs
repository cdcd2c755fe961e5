using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Host.Feeds;

/// <summary>What a block list said, before anybody believed it.</summary>
/// <param name="Entries">Each once.</param>
/// <param name="Lines">Lines, or attributes, that could have been entries.</param>
/// <param name="Junk">Of them, those that were neither address nor prefix.</param>
/// <param name="FirstJunk">The first of those, where it stood and why, for people; null without any.</param>
/// <param name="Fault">Why nothing could be read at all; null otherwise.</param>
public sealed record FeedContent(IReadOnlySet<IpPrefix> Entries, long Lines, long Junk, string? FirstJunk, string? Fault = null);
