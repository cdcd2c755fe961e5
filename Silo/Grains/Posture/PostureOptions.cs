using Tegument.Contracts.Posture;

namespace Tegument.Silo.Posture;

/// <summary>The posture of a fleet that was never told one.</summary>
public sealed record PostureOptions
{
    public PostureLevel Initial { get; init; } = PostureLevel.Balanced;
}
