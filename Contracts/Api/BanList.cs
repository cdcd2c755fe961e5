namespace Tegument.Contracts.Api;

/// <summary>A page of bans in the order that was asked for.</summary>
/// <param name="Bans">May be fewer than asked for, even none, while <paramref name="Next"/> is set: one call looks at a bounded number of bans.</param>
/// <param name="Total">Active bans that match, on all pages; at least so many when <paramref name="TotalIsExact"/> is false.</param>
/// <param name="Next">Pass as <c>after</c> to get the next page; null at the end.</param>
/// <param name="TotalIsExact">False when counting all would take longer than a call may.</param>
public sealed record BanList(BanView[] Bans, long Total, string? Next, bool TotalIsExact = true);
