using Tegument.Contracts.Posture;

namespace Tegument.Silo.Policy;

/// <summary>The score that bans under each posture, in points; null never bans.</summary>
public sealed record PostureThresholds
{
    public double? Explore { get; init; }

    public double? Balanced { get; init; } = 100;

    public double? Hardened { get; init; } = 60;

    public double? Lockdown { get; init; } = 30;

    /// <summary>The strictest posture's, which no other undercuts; null when none ever bans.</summary>
    public double? Lowest => Lockdown;

    public double? Of(PostureLevel posture) => posture switch
    {
        PostureLevel.Explore => Explore,
        PostureLevel.Balanced => Balanced,
        PostureLevel.Hardened => Hardened,
        PostureLevel.Lockdown => Lockdown,
        _ => throw new ArgumentOutOfRangeException(nameof(posture), posture, "not a posture"),
    };

    internal string? Validate()
    {
        var loosest = double.PositiveInfinity;
        foreach (var posture in Enum.GetValues<PostureLevel>())
        {
            var threshold = Of(posture) ?? double.PositiveInfinity;
            if (!(threshold > 0)) return $"thresholds.{posture}: must be more than 0 points";
            if (threshold > ReputationPolicy.MostPoints && Of(posture) is not null) return $"thresholds.{posture}: must be at most 1000000 points, or null to never ban";
            if (threshold > loosest)
            {
                return $"thresholds.{posture}: a stricter posture cannot ban later than a looser one ({threshold} after {loosest})";
            }

            loosest = threshold;
        }

        return null;
    }
}
