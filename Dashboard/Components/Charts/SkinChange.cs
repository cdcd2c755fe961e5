namespace Tegument.Dashboard.Components.Charts;

/// <summary>A change of posture as the skin tells it.</summary>
/// <param name="Part">Percent of the width.</param>
/// <param name="Left">The text stands left of it, for want of room.</param>
/// <param name="Short">For narrow charts.</param>
public sealed record SkinChange(double Part, bool Left, string Short, string Full);
