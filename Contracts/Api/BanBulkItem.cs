using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Api;

/// <summary>What became of one ban of many.</summary>
/// <param name="Changed">False when it was refused, or the same or a longer ban stood already.</param>
/// <param name="Expires">When the ban that stands ends, by the silo's wall clock; null when it was refused.</param>
/// <param name="Refusal">Why it was refused; null when it was not.</param>
public sealed record BanBulkItem(IpPrefix Address, bool Changed, DateTimeOffset? Expires, string? Refusal);
