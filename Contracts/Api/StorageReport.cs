namespace Tegument.Contracts.Api;

/// <summary>The storage as status shows it.</summary>
/// <param name="Detail">What the last failed write said; null when ready.</param>
/// <param name="Commits">Transactions made durable since the start; each may hold many changes.</param>
/// <param name="Writes">Changes made durable since the start.</param>
/// <param name="Failures">Changes refused since the start.</param>
public sealed record StorageReport(StorageState State, string? Detail, long Commits, long Writes, long Failures);
