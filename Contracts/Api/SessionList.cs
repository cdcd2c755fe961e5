namespace Tegument.Contracts.Api;

/// <summary>Sessions that have not ended, oldest first.</summary>
/// <param name="Dropped">Sessions that ended early since the silo started because there were too many.</param>
public sealed record SessionList(SessionView[] Sessions, long Dropped = 0);
