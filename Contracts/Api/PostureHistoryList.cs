using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Api;

/// <summary>A page of the posture's history, newest first; the last 10,000 changes are kept.</summary>
/// <param name="Next">Pass as <c>before</c> to get older ones; null at the end.</param>
public sealed record PostureHistoryList(PosturePeriod[] Periods, long? Next);
