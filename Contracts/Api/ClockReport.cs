namespace Tegument.Contracts.Api;

/// <summary>The silo's clock as status shows it.</summary>
/// <param name="SkewSeconds">How far the wall clock is ahead of the silo's.</param>
/// <param name="Steps">How often the wall clock was seen to have been set since the silo started.</param>
public sealed record ClockReport(ClockState State, double SkewSeconds, long Steps);
