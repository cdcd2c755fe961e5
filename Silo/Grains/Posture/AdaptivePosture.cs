using Tegument.Contracts.Posture;
using Tegument.Contracts.Qualia;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Posture;

/// <summary>
/// How the posture follows the qualia: a function of (state, level, qualia, policy, now), without clock or I/O. One step at a time, up when any
/// limit of the next level is reached for a while, down when all of this level's have been undercut for a longer one.
/// </summary>
public static class AdaptivePosture
{
    /// <summary>Takes a second in: since when each level's limits hold. To be called whoever rules, so that nothing begins anew afterwards.</summary>
    public static AdaptiveState Watch(AdaptiveState state, QualiaSnapshot qualia, AdaptivePolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        var hot = new DateTimeOffset?[state.HotSince.Length];
        var cool = new DateTimeOffset?[state.CoolSince.Length];
        for (var level = PostureLevel.Balanced; level <= PostureLevel.Lockdown; level++)
        {
            var limits = policy.Of(level);
            hot[(int)level] = IsHot(qualia, limits.RaiseAt) ? state.HotSince[(int)level] ?? now : null;
            cool[(int)level] = IsCool(qualia, limits.LowerBelow) ? state.CoolSince[(int)level] ?? now : null;
        }

        return state with { HotSince = hot, CoolSince = cool };
    }

    /// <summary>The level that is wanted instead of the one in force, why, and what is remembered once that is done; null when none is.</summary>
    public static (PostureLevel Level, string Reason, AdaptiveState After)? Step(
        AdaptiveState state, PostureLevel level, QualiaSnapshot qualia, AdaptivePolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        if (level < policy.Floor) return (policy.Floor, AdaptiveText.Bound("floor", policy.Floor), state);
        if (level > policy.Ceiling) return (policy.Ceiling, AdaptiveText.Bound("ceiling", policy.Ceiling), state);
        if (level < policy.Ceiling && Held(state.HotSince[(int)level + 1], policy.RaiseAfter, now) && now - state.LastRaise >= policy.StepEvery)
        {
            return (level + 1, AdaptiveText.Raised(qualia, policy.Of(level + 1).RaiseAt), state with { LastRaise = now });
        }

        if (level > policy.Floor && Held(state.CoolSince[(int)level], policy.LowerAfter, now) && now - state.LastLower >= policy.StepEvery)
        {
            return (level - 1, AdaptiveText.Lowered(qualia, policy.Of(level).LowerBelow, policy.LowerAfter), state with { LastLower = now });
        }

        return null;
    }

    private static bool Held(DateTimeOffset? since, TimeSpan needed, DateTimeOffset now) => since is { } begun && now - begun >= needed;

    private static bool IsHot(QualiaSnapshot qualia, QualiaLimits at) =>
        qualia.Temperature.Value >= at.Temperature || qualia.Pressure.Value >= at.Pressure || qualia.Pain.Value >= at.Pain;

    private static bool IsCool(QualiaSnapshot qualia, QualiaLimits below) =>
        !(qualia.Temperature.Value >= below.Temperature) && !(qualia.Pressure.Value >= below.Pressure) && !(qualia.Pain.Value >= below.Pain);
}
