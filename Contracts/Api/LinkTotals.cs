namespace Tegument.Contracts.Api;

/// <summary>The silo's links to hosts since it started.</summary>
/// <param name="Open">Links that have said hello and stand.</param>
/// <param name="Batches">Evidence batches acknowledged, refused ones included.</param>
/// <param name="Refused">Evidence batches refused for good.</param>
/// <param name="Hints">Hints sent to executors, after coalescing.</param>
/// <param name="Dropped">Links the silo closed, by reason ("slow", "malformed", "no-hello", ...).</param>
public sealed record LinkTotals(int Open, long Batches, long Refused, long Hints, IReadOnlyDictionary<string, long> Dropped);
