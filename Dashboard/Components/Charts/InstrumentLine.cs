using Tegument.Contracts.Posture;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>A value that would move the posture, at a height in percent.</summary>
/// <param name="Level">The posture that it leads to.</param>
public sealed record InstrumentLine(double Part, PostureLevel Level, string Text);
