namespace Tegument.Contracts.Api;

/// <summary>The ban that stands after the request; it is committed.</summary>
/// <param name="Changed">False when the same or a longer ban of this origin stood already.</param>
/// <param name="Note">What the caller should know, "decided, not enforced here" when no connected host enforces; null when nothing.</param>
public sealed record BanReply(BanView Ban, bool Changed, string? Note);
