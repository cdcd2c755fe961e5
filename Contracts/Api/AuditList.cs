namespace Tegument.Contracts.Api;

/// <summary>A page of the audit log, newest first.</summary>
/// <param name="Entries">May be fewer than asked for, even none, while <paramref name="Next"/> is set: one search looks at a bounded number.</param>
/// <param name="Next">Pass as <c>before</c> to get older entries; null at the end.</param>
public sealed record AuditList(AuditEntry[] Entries, long? Next);
