using Tegument.Contracts.Posture;

namespace Tegument.Silo.Policy;

/// <summary>
/// Every number that decides a standing, in one immutable record with the shipped defaults. Checked once by <see cref="Validate"/>;
/// the scoring code trusts it.
/// </summary>
public sealed record ReputationPolicy
{
    public static readonly ReputationPolicy Default = new();

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
        if (HalfLife < TimeSpan.FromSeconds(1)) return "halfLife: must be at least 1 second";
        if (!(IncidentCap > 0)) return "incidentCap: must be more than 0 points";
        if (!(SuspectAt > 0)) return "suspectAt: must be more than 0 points";
        if (!(AliveAt > 0)) return "aliveAt: must be more than 0 points";
        if (IncidentOverAfter < TimeSpan.Zero) return "incidentOverAfter: must not be negative";
        if (!(Slack is >= 0 and <= 10)) return "slack: must be 0 to 10 points";
        return Weights.Validate() ?? Thresholds.Validate() ?? Ladder.Validate() ?? Corroboration.Validate() ?? FrameResistance.Validate() ?? In("alerts", Alerts.Validate());
    }

    private static string? In(string section, string? fault) => fault is null ? null : $"{section}.{fault}";

    /// <summary>The score that bans under a posture; null when it never bans.</summary>
    public double? ThresholdOf(PostureLevel posture) => Thresholds.Of(posture);

    /// <summary>The lowest score that bans under a posture: the threshold less the slack; null when it never bans.</summary>
    public double? BansFrom(PostureLevel posture) => Thresholds.Of(posture) - Slack;
}
