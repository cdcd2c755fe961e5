using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Api;

/// <summary>A page of what a block list names, in order. <paramref name="Next"/> is the cursor of the page after, null at the end.</summary>
public sealed record FeedEntryList(IpPrefix[] Entries, long Total, string? Next);
