using Tegument.Contracts.Api;
using Tegument.Contracts.Posture;
using Tegument.Dashboard.Components.Layout;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Controls;

/// <summary>What a posture would do at this moment, in words. Immutable; pure.</summary>
/// <param name="Rows">A figure and what it counts.</param>
public sealed record PostureEffect(string Title, IReadOnlyList<(string Figure, string Words)> Rows, string Note)
{
    public static PostureEffect Of(PosturePreview preview, PostureSnapshot? now)
    {
        ArgumentNullException.ThrowIfNull(preview);
        return preview.Level == preview.Now ? Now(preview, now) : new PostureEffect(Titled(preview), [.. Counts(preview)], Noted(preview, now));
    }

    private static PostureEffect Now(PosturePreview preview, PostureSnapshot? now) => new(
        $"{Titled(preview)}, as now", [("0", "change: this is the posture in force")],
        now is null ? "" : $"Set by {Actors.Short(now.SetBy)}{(now.SetAt.Year > 2000 ? $" at {Said.Full(now.SetAt)}" : "")}: {Captured.Line(now.Reason, 160)}");

    private static string Titled(PosturePreview preview)
    {
        if (preview.Level == PostureLevel.Lockdown) return "Close every new inbound connection";
        if (preview.Threshold is not { } score) return "Evidence bans nobody";
        var instead = preview.ThresholdNow is { } was && was != score ? $" instead of {PostureWords.Number(was)}" : "";
        return $"Ban at score {PostureWords.Number(score)}{instead}";
    }

    private static IEnumerable<(string Figure, string Words)> Counts(PosturePreview preview)
    {
        yield return (preview.WouldBan == 0 ? "0" : $"+{Said.Count(preview.WouldBan)}", $"more {Plural(preview.WouldBan, "address", "addresses")} banned now");
        yield return (Said.Count(preview.WouldRelease), "released; bans by hand, API and lists stay");
        yield return (Said.Count(preview.HeldBack), "held back: protected, or may be framed");
        if (preview.NotLookedAt > 0) yield return (Said.Count(preview.NotLookedAt), "more suspects not looked at");
    }

    private static string Noted(PosturePreview preview, PostureSnapshot? now)
    {
        if (preview.Level == PostureLevel.Lockdown) return "Shows first who stays admitted. Unless confirmed, it falls back by itself.";
        var above = now?.Mode == PostureMode.Manual ? "" : " A manual choice stands above adaptive.";
        return $"Asks for a reason. Undo for 30 s.{above}";
    }

    private static string Plural(long count, string one, string many) => count == 1 ? one : many;
}
