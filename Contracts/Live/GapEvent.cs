namespace Tegument.Contracts.Live;

/// <summary>Events are missing before this one.</summary>
/// <param name="Missed">How many of the stream's kinds; null when nobody knows.</param>
/// <param name="Types">The kinds that miss some.</param>
public sealed record GapEvent(GapReason Reason, long? Missed, string[] Types);
