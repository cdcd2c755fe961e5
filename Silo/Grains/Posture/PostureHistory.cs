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

    private static PostureState With(PostureState state, PostureSnapshot current, List<PostureSnapshot> beneath) => new()
    {
        Current = current,
        Beneath = beneath,
        AppliedVersion = state.AppliedVersion,
        AppliedLevel = state.AppliedLevel,
    };
}
