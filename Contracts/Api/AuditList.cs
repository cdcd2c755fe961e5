namespace Tegument.Contracts.Api;

/// <summary>A page of the audit log, newest first.</summary>
/// <param name="Next">Pass as <c>before</c> to get older entries; null at the end.</param>
public sealed record AuditList(AuditEntry[] Entries, long? Next);
