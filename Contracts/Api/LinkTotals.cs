namespace Tegument.Contracts.Api;

/// <summary>The silo's links to hosts since it started.</summary>
/// <param name="Open">Links that have said hello and stand.</param>
/// <param name="Batches">Evidence batches acknowledged, refused ones included.</param>
/// <param name="Refused">Evidence batches refused for good.</param>
/// <param name="Hints">Hints sent to executors, after coalescing.</param>
/// <param name="Dropped">Links the silo closed, by reason ("slow", "malformed", "no-hello", ...).</param>
/// <param name="Failures">Tries to take evidence that failed; each is repeated.</param>
/// <param name="Aside">Items of evidence that fail where others succeed; they wait in the silo's memory and are tried again.</param>
public sealed record LinkTotals(
    int Open, long Batches, long Refused, long Hints, IReadOnlyDictionary<string, long> Dropped, long Failures = 0, int Aside = 0);
