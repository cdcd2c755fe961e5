using Tegument.Contracts.Posture;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Posture;

/// <summary>How postures follow one another: pure functions of a state.</summary>
public static class PostureHistory
{
    /// <summary>A lockdown that the qualia armed and nobody confirmed is not armed by them again for this long: it would close the hosts each minute.</summary>
    public static readonly TimeSpan NotAskedAgainFor = TimeSpan.FromHours(1);

    /// <summary>Null when the change makes sense; otherwise one line that names the field.</summary>
    public static string? Refuse(PostureChange change, DateTimeOffset now)
    {
        if (!Enum.IsDefined(change.Level)) return "level: not a posture";
        if (string.IsNullOrWhiteSpace(change.Actor) || change.Actor.Length > 100) return "actor: must say who, in at most 100 characters";
        if (change.Reason is null || change.Reason.Length > 500) return "reason: at most 500 characters";
        if (change.ConfirmWithin is { } within)
        {
            if (change.Level != PostureLevel.Lockdown) return "confirmWithin: goes with lockdown only";
            if (!LockdownPolicy.IsConfirmWithin(within)) return "confirmWithin: must be 10 seconds to 10 minutes";
        }

        return change.Until <= now ? "until: lies in the past" : null;
    }

    /// <summary>The state with the change in force. A posture without an end replaces all; one with an end lies on top.</summary>
    /// <param name="confirmWithin">How long a lockdown waits to be confirmed when the change does not say.</param>
    public static PostureState Set(PostureState state, PostureSnapshot current, PostureChange change, DateTimeOffset now, TimeSpan confirmWithin)
    {
        // An unconfirmed lockdown that something else replaces is over: it does not come back.
        List<PostureSnapshot> before = current.Pending is null ? [.. state.Beneath, current] : [.. state.Beneath];
        var next = new PostureSnapshot(change.Level, current.Version + 1, change.Actor, change.Reason, now, change.Until);
        if (NeedsConfirmation(current, change.Level)) return Arm(state, next, change.ConfirmWithin ?? confirmWithin, before);
        List<PostureSnapshot> beneath = change.Until is null ? [] : before;
        Trim(beneath);
        return With(state, next, beneath);
    }

    /// <summary>Null when there is a lockdown of this version to confirm; otherwise why not.</summary>
    public static string? Refuse(PostureConfirmation confirmation, PostureSnapshot current)
    {
        if (current.Pending is null) return "no lockdown waits to be confirmed";
        return confirmation.Version == current.Version ? null : $"the posture is at version {current.Version}, not {confirmation.Version}";
    }

    /// <summary>The state with its lockdown confirmed: it holds as it was asked for.</summary>
    public static PostureState Confirm(PostureState state)
    {
        var current = state.Current!;
        var until = current.Pending!.Until;
        return With(state, current with { Version = current.Version + 1, Until = until, Pending = null }, until is null ? [] : state.Beneath);
    }

    /// <summary>The state after its temporary postures that are over; the same object when none is.</summary>
    public static PostureState Expire(PostureState state, DateTimeOffset now)
    {
        if (state.Current is not { Until: { } until } current || until > now) return state;
        var beneath = new List<PostureSnapshot>(state.Beneath);
        while (beneath.Count > 1 && beneath[^1].Until <= now) beneath.RemoveAt(beneath.Count - 1);
        var back = beneath[^1];
        beneath.RemoveAt(beneath.Count - 1);
        var next = With(state, back with { Version = current.Version + 1 }, beneath);
        if (current is { Pending: not null, Mode: PostureMode.Adaptive }) next.UnansweredAt = now;
        return next;
    }

    /// <summary>The state that the qualia ask for; null when they have no say, or nothing would change. A lockdown of theirs waits to be confirmed too.</summary>
    public static PostureState? Adapt(
        PostureState state, PostureSnapshot current, PostureLevel initial, PostureAdaptation wish, DateTimeOffset now, TimeSpan confirmWithin)
    {
        if (current.Mode == PostureMode.Manual || current.Version != wish.Version) return null;
        var (level, mode) = wish.Level is { } wanted ? (wanted, PostureMode.Adaptive) : (initial, PostureMode.Default);
        if ((level, mode) == (current.Level, current.Mode)) return null;
        var next = new PostureSnapshot(level, current.Version + 1, PostureAdaptation.Actor, wish.Reason, now, null, mode);
        var beneath = current.Pending is null ? state.Beneath : state.Beneath[..^1];
        if (mode != PostureMode.Adaptive || !NeedsConfirmation(current, level)) return With(state, next, beneath);
        return now - state.UnansweredAt < NotAskedAgainFor ? null : Arm(state, next, confirmWithin, [.. beneath, current]);
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

    /// <summary>A lockdown set while a confirmed one is in force stays confirmed: what it could cut has been proven to work.</summary>
    private static bool NeedsConfirmation(PostureSnapshot current, PostureLevel level) =>
        level == PostureLevel.Lockdown && (current.Level != PostureLevel.Lockdown || current.Pending is not null);

    /// <summary>Unconfirmed, a lockdown is a temporary posture, whatever it was asked to be.</summary>
    private static PostureState Arm(PostureState state, PostureSnapshot asked, TimeSpan within, List<PostureSnapshot> beneath)
    {
        var by = asked.SetAt + within;
        if (asked.Until < by) by = asked.Until.Value;
        Trim(beneath);
        return With(state, asked with { Until = by, Pending = new LockdownPending(by, asked.Until) }, beneath);
    }

    private static void Trim(List<PostureSnapshot> beneath)
    {
        if (beneath.Count > PostureState.MaxBeneath) beneath.RemoveAt(1);
    }

    private static PostureState With(PostureState state, PostureSnapshot current, List<PostureSnapshot> beneath) => new()
    {
        Current = current,
        Beneath = beneath,
        AppliedVersion = state.AppliedVersion,
        AppliedLevel = state.AppliedLevel,
        UnansweredAt = state.UnansweredAt,
    };
}
