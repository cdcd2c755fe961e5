using Tegument.Contracts.Posture;

namespace Tegument.Silo.Policy;

/// <summary>
/// Every number that decides a standing, in one immutable record with the shipped defaults. Checked once by <see cref="Validate"/>;
/// the scoring code trusts it.
/// </summary>
public sealed record ReputationPolicy
{
    public static readonly ReputationPolicy Default = new();

    /// <summary>Longer than any time in a policy makes sense; keeps sums of times within the calendar.</summary>
    internal static readonly TimeSpan LongestTime = TimeSpan.FromDays(3650);

    /// <summary>More points than any weight or bound makes sense; keeps <see cref="Rounding"/> far above what arithmetic loses.</summary>
    internal const double MostPoints = 1_000_000;

    /// <summary>Points that arithmetic may lose on one way and not on another: a bound missed by less is reached.</summary>
    private const double Rounding = 1e-6;

    private const double LeastPoints = 0.01;

    /// <summary>After this time a point weighs half.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What one incident may add at most, in points.</summary>
    public double IncidentCap { get; init; } = 200;

    /// <summary>The score from which a source is suspect.</summary>
    public double SuspectAt { get; init; } = 30;

    /// <summary>An incident with fewer points left no longer corroborates, verifies or dates a first hostile packet.</summary>
    public double AliveAt { get; init; } = 1;

    /// <summary>An incident not seen for this long has ended: what its source does next is another.</summary>
    public TimeSpan IncidentOverAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A score this close below a threshold reaches it: what decays in the seconds between two batches must not decide.</summary>
    public double Slack { get; init; } = 0.5;

    public EvidenceWeights Weights { get; init; } = new();

    public PostureThresholds Thresholds { get; init; } = new();

    public BanLadder Ladder { get; init; } = new();

    public CorroborationPolicy Corroboration { get; init; } = new();

    public FrameResistance FrameResistance { get; init; } = new();

    public AlertPolicy Alerts { get; init; } = new();

    /// <summary>Null when the policy makes sense; otherwise one line that names the field.</summary>
    public string? Validate()
    {
        if (HalfLife < TimeSpan.FromSeconds(1) || HalfLife > LongestTime) return "halfLife: must be 1 second to 3650 days";
        if (!(IncidentCap is >= LeastPoints and <= MostPoints)) return "incidentCap: must be 0.01 to 1000000 points";
        if (!(SuspectAt is >= LeastPoints and <= MostPoints)) return "suspectAt: must be 0.01 to 1000000 points";
        if (!(AliveAt is >= LeastPoints and <= MostPoints)) return "aliveAt: must be 0.01 to 1000000 points";
        if (IncidentOverAfter < TimeSpan.Zero || IncidentOverAfter > LongestTime) return "incidentOverAfter: must be 0 seconds to 3650 days";
        if (!(Slack is >= 0 and <= 10)) return "slack: must be 0 to 10 points";
        if (Thresholds.Validate() is { } fault) return fault;
        if (Thresholds.Lowest - Slack < LeastPoints) return $"slack: must be less than the lowest threshold ({Thresholds.Lowest}), or no evidence at all would ban";
        return Weights.Validate() ?? Ladder.Validate() ?? Corroboration.Validate() ?? FrameResistance.Validate() ?? In("alerts", Alerts.Validate());
    }

    private static string? In(string section, string? fault) => fault is null ? null : $"{section}.{fault}";

    /// <summary>The score that bans under a posture; null when it never bans.</summary>
    public double? ThresholdOf(PostureLevel posture) => Thresholds.Of(posture);

    /// <summary>The lowest score that bans under a posture: the threshold less the slack; null when it never bans.</summary>
    public double? BansFrom(PostureLevel posture) => Thresholds.Of(posture) - Slack - Rounding;

    /// <summary>The lowest score that is suspect. Whatever some posture would ban is at least that, so that it is found when the posture comes.</summary>
    public double SuspectFrom => Math.Min(SuspectAt, Thresholds.Lowest - Slack ?? SuspectAt) - Rounding;

    /// <summary>The fewest points left with which an incident is alive.</summary>
    public double AliveFrom => AliveAt - Rounding;
}
