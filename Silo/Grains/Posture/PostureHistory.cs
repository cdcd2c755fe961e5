using Tegument.Contracts.Posture;

namespace Tegument.Silo.Posture;

/// <summary>How postures follow one another: pure functions of a state.</summary>
public static class PostureHistory
{
    /// <summary>Null when the change makes sense; otherwise one line that names the field.</summary>
    public static string? Refuse(PostureChange change, DateTimeOffset now)
    {
        if (!Enum.IsDefined(change.Level)) return "level: not a posture";
        if (string.IsNullOrWhiteSpace(change.Actor) || change.Actor.Length > 100) return "actor: must say who, in at most 100 characters";
        if (change.Reason is null || change.Reason.Length > 500) return "reason: at most 500 characters";
        return change.Until <= now ? "until: lies in the past" : null;
    }

    /// <summary>The state with the change in force. A posture without an end replaces all; one with an end lies on top.</summary>
    public static PostureState Set(PostureState state, PostureSnapshot current, PostureChange change, DateTimeOffset now)
    {
        List<PostureSnapshot> beneath = change.Until is null ? [] : [.. state.Beneath, current];
        if (beneath.Count > PostureState.MaxBeneath) beneath.RemoveAt(1);
        var next = new PostureSnapshot(change.Level, current.Version + 1, change.Actor, change.Reason, now, change.Until);
        return With(state, next, beneath);
    }

    /// <summary>The state after its temporary postures that are over; the same object when none is.</summary>
    public static PostureState Expire(PostureState state, DateTimeOffset now)
    {
        if (state.Current is not { Until: { } until } current || until > now) return state;
        var beneath = new List<PostureSnapshot>(state.Beneath);
        while (beneath.Count > 1 && beneath[^1].Until <= now) beneath.RemoveAt(beneath.Count - 1);
        var back = beneath[^1];
        beneath.RemoveAt(beneath.Count - 1);
        return With(state, back with { Version = current.Version + 1 }, beneath);
    }

    /// <summary>The state that the qualia ask for; null when they have no say, or nothing would change.</summary>
    public static PostureState? Adapt(PostureState state, PostureSnapshot current, PostureLevel initial, PostureAdaptation wish, DateTimeOffset now)
    {
        if (current.Mode == PostureMode.Manual || current.Version != wish.Version) return null;
        var (level, mode) = wish.Level is { } wanted ? (wanted, PostureMode.Adaptive) : (initial, PostureMode.Default);
        if ((level, mode) == (current.Level, current.Mode)) return null;
        return With(state, new PostureSnapshot(level, current.Version + 1, PostureAdaptation.Actor, wish.Reason, now, null, mode), state.Beneath);
    }

    /// <summary>Null when the wish makes sense; otherwise one line that names the field.</summary>
    public static string? Refuse(PostureRelease release)
    {
        if (string.IsNullOrWhiteSpace(release.Actor) || release.Actor.Length > 100) return "actor: must say who, in at most 100 characters";
        return release.Reason is null || release.Reason.Length > 500 ? "reason: at most 500 characters" : null;
    }

    /// <summary>The state without any manual choice; null when there is none.</summary>
    public static PostureState? Release(PostureState state, PostureSnapshot current, PostureLevel initial, PostureRelease release, DateTimeOffset now) =>
        current.Mode == PostureMode.Manual
            ? With(state, new PostureSnapshot(initial, current.Version + 1, release.Actor, release.Reason, now, null, PostureMode.Default), [])
            : null;

    private static PostureState With(PostureState state, PostureSnapshot current, List<PostureSnapshot> beneath) => new()
    {
        Current = current,
        Beneath = beneath,
        AppliedVersion = state.AppliedVersion,
        AppliedLevel = state.AppliedLevel,
    };
}
