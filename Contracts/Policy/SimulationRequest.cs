using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Policy;

/// <summary>The body of <c>POST /api/v1/policy/simulate</c>.</summary>
/// <param name="Text">The proposed policy; null or empty for the running one, to see what another posture would do.</param>
/// <param name="SinceSeconds">How far back; at least 60.</param>
/// <param name="Posture">Judge all under this posture; null for the postures that were in force.</param>
public sealed record SimulationRequest(string? Text, double SinceSeconds = 86_400, PostureLevel? Posture = null)
{
    public const double MaxSinceSeconds = 366 * 86_400;
}
