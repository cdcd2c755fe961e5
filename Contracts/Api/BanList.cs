namespace Tegument.Contracts.Api;

/// <summary>A page of bans, ordered by address then origin.</summary>
/// <param name="Total">Active bans that match, on all pages.</param>
/// <param name="Next">Pass as <c>after</c> to get the next page; null at the end.</param>
public sealed record BanList(BanView[] Bans, long Total, string? Next);
