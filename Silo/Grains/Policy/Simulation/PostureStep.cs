using Tegument.Contracts.Posture;

namespace Tegument.Silo.Policy.Simulation;

/// <summary>From this time on the posture was this.</summary>
public readonly record struct PostureStep(DateTimeOffset At, PostureLevel Level);
