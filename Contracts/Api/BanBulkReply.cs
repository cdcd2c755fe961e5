namespace Tegument.Contracts.Api;

/// <summary>What became of each ban, in the order of the request.</summary>
/// <param name="Made">New or longer bans; committed unless it was a dry run.</param>
/// <param name="Note">As for one ban; null when nothing.</param>
public sealed record BanBulkReply(int Made, int Unchanged, int Refused, BanBulkItem[] Items, string? Note);
