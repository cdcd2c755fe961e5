namespace Tegument.Contracts.Api;

/// <summary>The silo's links to hosts since it started.</summary>
/// <param name="Open">Links that have said hello and stand.</param>
/// <param name="Batches">Evidence batches acknowledged, refused ones included.</param>
/// <param name="Refused">Evidence batches refused for good.</param>
/// <param name="Hints">Hints sent to executors, after coalescing.</param>
/// <param name="Dropped">Links the silo closed, by reason ("slow", "malformed", "no-hello", ...).</param>
/// <param name="Failures">Tries to take evidence that failed; each is repeated.</param>
/// <param name="Aside">Items of evidence that fail where others succeed; they wait in the silo's memory and are tried again.</param>
/// <param name="Skewed">Evidence batches from a clock that runs ahead; their times were set back.</param>
/// <param name="Stale">Items of evidence left out because they were more than twelve hours old.</param>
public sealed record LinkTotals(
    int Open, long Batches, long Refused, long Hints, IReadOnlyDictionary<string, long> Dropped, long Failures = 0, int Aside = 0, long Skewed = 0, long Stale = 0);
