using Tegument.Contracts.Posture;

namespace Tegument.Silo.Policy;

/// <summary>
/// How the posture follows the qualia. Each level says what raises the posture to it from the level below, and below what the posture leaves
/// it again; the gap between the two keeps it from wavering.
/// </summary>
public sealed record AdaptivePolicy
{
    public bool Enabled { get; init; }

    /// <summary>Never looser than this.</summary>
    public PostureLevel Floor { get; init; } = PostureLevel.Balanced;

    /// <summary>Never stricter than this. Lockdown is reached only where this says lockdown.</summary>
    public PostureLevel Ceiling { get; init; } = PostureLevel.Hardened;

    /// <summary>What raises must hold this long.</summary>
    public TimeSpan RaiseAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What lowers must hold this long.</summary>
    public TimeSpan LowerAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>At most one step up, and one down, within this.</summary>
    public TimeSpan StepEvery { get; init; } = TimeSpan.FromMinutes(1);

    public AdaptiveLevel Balanced { get; init; } = new() { RaiseAt = new() { Temperature = 200, Pain = 20 }, LowerBelow = new() { Temperature = 50, Pain = 10 } };

    public AdaptiveLevel Hardened { get; init; } = new() { RaiseAt = new() { Temperature = 1000, Pain = 50 }, LowerBelow = new() { Temperature = 300, Pain = 25 } };

    public AdaptiveLevel Lockdown { get; init; } = new() { RaiseAt = new() { Temperature = 10_000, Pain = 90 }, LowerBelow = new() { Temperature = 3000, Pain = 50 } };

    /// <exception cref="ArgumentOutOfRangeException">Nothing is looser than explore: nothing raises to it.</exception>
    public AdaptiveLevel Of(PostureLevel level) => level switch
    {
        PostureLevel.Balanced => Balanced,
        PostureLevel.Hardened => Hardened,
        PostureLevel.Lockdown => Lockdown,
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "nothing raises to it"),
    };

    internal string? Validate()
    {
        if (!Enum.IsDefined(Floor)) return "floor: not a posture";
        if (!Enum.IsDefined(Ceiling) || Ceiling < Floor) return "ceiling: must be a posture not looser than the floor";
        if (RaiseAfter < TimeSpan.Zero || RaiseAfter > TimeSpan.FromHours(1)) return "raiseAfter: must be 0 to 1 hour";
        if (LowerAfter < TimeSpan.FromSeconds(1) || LowerAfter > TimeSpan.FromDays(7)) return "lowerAfter: must be 1 second to 7 days";
        if (StepEvery < TimeSpan.FromSeconds(1) || StepEvery > TimeSpan.FromDays(1)) return "stepEvery: must be 1 second to 1 day";
        return In("balanced", Balanced.Validate(null)) ?? In("hardened", Hardened.Validate(Balanced)) ?? In("lockdown", Lockdown.Validate(Hardened));
    }

    private static string? In(string level, string? fault) => fault is null ? null : $"{level}.{fault}";
}
