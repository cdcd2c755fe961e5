using Tegument.Contracts.Posture;
using Tegument.Dashboard.Components.Layout;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>How one posture followed another: who turned it, and why. Immutable; pure. Reasons are somebody's text and shown as text only.</summary>
/// <param name="Label">Both in a few words, for a chart.</param>
public sealed record PostureTurn(string Who, string Why, string Label)
{
    /// <param name="periods">Newest first.</param>
    /// <param name="at">Which of them; what came before it may be missing.</param>
    public static PostureTurn Of(IReadOnlyList<PosturePeriod> periods, int at)
    {
        ArgumentNullException.ThrowIfNull(periods);
        var posture = periods[at].Posture;
        var before = at + 1 < periods.Count ? periods[at + 1].Posture : null;
        var who = Actors.Short(posture.SetBy);
        var why = Captured.Line(posture.Reason, 160);
        if (before is not null && posture.SetAt < before.SetAt) return Returned(before, at + 2 < periods.Count ? periods[at + 2].Posture : null);
        if (before is not null && IsConfirmation(posture, before)) return new PostureTurn(who, $"confirmed: {why}", "confirmed");
        if (posture is { Mode: PostureMode.Default, SetAt.Year: < 2000 }) return new PostureTurn("default", "nobody chose another", "default");
        return new PostureTurn(who, why, posture.Mode == PostureMode.Adaptive ? "adaptive" : $"{who}: {Captured.Line(posture.Reason, 32)}");
    }

    /// <summary>What was set before the one that it follows is back: that one was temporary, or a lockdown that nobody confirmed.</summary>
    private static PostureTurn Returned(PostureSnapshot ended, PostureSnapshot? beforeThat) =>
        ended.Level == PostureLevel.Lockdown && !(beforeThat is not null && IsConfirmation(ended, beforeThat)) && ended.Until is { } until
            ? new PostureTurn("fallback", $"not confirmed within {Said.Span(Whole(until - ended.SetAt))}", "not confirmed, fell back")
            : new PostureTurn("its end", $"the time of {PostureWords.Upper(ended.Level)} was over", "its time was over");

    /// <summary>Confirming keeps the time at which a lockdown was set.</summary>
    private static bool IsConfirmation(PostureSnapshot posture, PostureSnapshot before) =>
        posture.Level == PostureLevel.Lockdown && before.Level == PostureLevel.Lockdown && posture.SetAt == before.SetAt;

    private static TimeSpan Whole(TimeSpan span) => TimeSpan.FromSeconds(Math.Round(span.TotalSeconds));
}
