using Tegument.Contracts.Posture;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>A stretch of the membrane, in percent of the width.</summary>
public sealed record SkinSpan(double From, double Until, PostureLevel Level);
