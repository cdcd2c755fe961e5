namespace Tegument.Contracts.Api;

/// <summary>What came within a step that begins at <paramref name="At"/>.</summary>
/// <param name="Items">As sensors sent them.</param>
/// <param name="Points">What they added to scores.</param>
public sealed record EvidenceSeriesPoint(DateTimeOffset At, long Items, double Points);
