namespace Tegument.Contracts.Api;

/// <summary>What an unban lifted; empty when nothing of exactly this address or prefix was banned.</summary>
/// <param name="Note">For instance a wider ban that still covers the address; null when nothing.</param>
public sealed record UnbanReply(BanView[] Lifted, string? Note);
