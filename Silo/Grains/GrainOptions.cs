using Tegument.Silo.Policy;
using Tegument.Silo.Posture;
using Tegument.Silo.Protection;

namespace Tegument.Silo;

/// <summary>What the grains are built with.</summary>
public sealed record GrainOptions
{
    public FleetPolicy Policy { get; init; } = FleetPolicy.Default;

    /// <summary>What people know the policy by; null for none.</summary>
    public string? PolicyVersion { get; init; }

    public PostureOptions Posture { get; init; } = new();

    public ProtectionOptions Protection { get; init; } = new();
}
