namespace Tegument.Contracts.Api;

/// <summary>Whether the audit log is as it was written.</summary>
/// <param name="Intact">Every entry from the first with a hash on is chained to the one before it.</param>
/// <param name="First">The oldest entry that is kept; 0 when there is none.</param>
/// <param name="Last">The newest, or the last before the break.</param>
/// <param name="Unchained">Entries from before there were hashes.</param>
/// <param name="Head">The hash of <paramref name="Last"/>: kept elsewhere, it shows later whether anything until there was rewritten.</param>
/// <param name="BrokenAt">The entry that does not fit; null when all do.</param>
/// <param name="Fault">What is wrong with it.</param>
public sealed record AuditVerification(bool Intact, long First, long Last, long Checked, long Unchained, string? Head, long? BrokenAt, string? Fault);
