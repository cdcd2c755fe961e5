namespace Tegument.Silo.Policy;

/// <summary>
/// All that a user can set in the policy file, a member per section, with the shipped defaults. Immutable; checked once by
/// <see cref="Validate"/>, and trusted by whoever reads it.
/// </summary>
public sealed record FleetPolicy
{
    public static readonly FleetPolicy Default = new();

    /// <summary>What decides a standing and a ban.</summary>
    public ReputationPolicy Reputation { get; init; } = ReputationPolicy.Default;

    /// <summary>Who is never banned.</summary>
    public NetworksPolicy Networks { get; init; } = new();

    /// <summary>How the posture follows the qualia.</summary>
    public AdaptivePolicy Adaptive { get; init; } = new();

    /// <summary>Null when the policy makes sense; otherwise one line that begins with the field's path ("reputation.halfLife: ...").</summary>
    public string? Validate() => In("reputation", Reputation.Validate()) ?? In("networks", Networks.Validate()) ?? In("adaptive", Adaptive.Validate());

    private static string? In(string section, string? fault) => fault is null ? null : $"{section}.{fault}";
}
