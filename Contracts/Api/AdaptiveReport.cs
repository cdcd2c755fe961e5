using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Api;

/// <summary>The answer to <c>GET /api/v1/posture/adaptive</c>: whether the qualia move the posture, and what they would do now.</summary>
/// <param name="Enabled">As the policy says.</param>
/// <param name="Moves">False while it is not enabled or a manual choice stands above it.</param>
/// <param name="Raise">What raises the posture by a step, with the values now; null at the ceiling.</param>
/// <param name="Lower">What lowers it by a step; null at the floor.</param>
public sealed record AdaptiveReport(
    bool Enabled, bool Moves, PostureMode Mode, PostureLevel Level, PostureLevel Floor, PostureLevel Ceiling, string Says, string? Raise, string? Lower);
