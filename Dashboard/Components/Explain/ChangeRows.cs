using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Dashboard.Components.Layout;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>One thing that would have turned, or would turn, the outcome around.</summary>
/// <param name="Level">Shows the posture's ring; else <paramref name="Icon"/> is shown.</param>
public readonly record struct ChangeRow(PostureLevel? Level, string Icon, string Title, string Text);

/// <summary>What would have changed an outcome, each alone: postures, sensors, proof, more or less evidence. Pure.</summary>
public static class ChangeRows
{
    public static IReadOnlyList<ChangeRow> Of(Explanation explanation, ScoreLine line)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(line);
        return explanation.Decision is { } decision ? [.. Postures(explanation, line, decision), .. OfBan(explanation, line, decision)] : [.. OfOpen(explanation)];
    }

    private static IEnumerable<ChangeRow> Postures(Explanation explanation, ScoreLine line, PastBan decision)
    {
        var then = decision.Posture ?? explanation.Posture;
        foreach (var level in Enum.GetValues<PostureLevel>().OrderDescending().Where(level => level != then))
        {
            var name = $"At {PostureWords.Upper(level)}";
            if (PostureScore.Of(explanation.Thresholds, level) is not { } bans)
            {
                yield return new(level, "", name, "never bans: it would have been noted as suspect, nothing blocked");
            }
            else if (decision.Score < bans - Slack(explanation))
            {
                yield return new(level, "", name, $"not banned: {Said.Score(decision.Score)} is under {Said.Trim(bans)}");
            }
            else if (!line.Faded && line.Reached(bans) is { } reached && decision.DecidedAt - reached >= TimeSpan.FromSeconds(1))
            {
                yield return new(level, "", name, $"banned {Said.Span(Whole(decision.DecidedAt - reached))} earlier: at {Said.Time(reached, explanation.At)} it had {Said.Score(line.At(reached))}, over {Said.Trim(bans)}");
            }
            else if (level > then)
            {
                yield return new(level, "", name, $"banned at the same time, as it passed {Said.Trim(bans)} with the same evidence");
            }
        }
    }

    private static IEnumerable<ChangeRow> OfBan(Explanation explanation, ScoreLine line, PastBan decision)
    {
        var sum = line.SumAt(decision.DecidedAt);
        if (decision.Threshold is { } bans && !line.Faded && decision.Score - sum >= 0.05 && sum < bans - Slack(explanation))
            yield return new(null, "hosts", "Seen by one host only", $"{Said.Score(sum)}, under {Said.Trim(bans)}: suspect, not banned");
        foreach (var less in explanation.Changes.Where(change => change is { Kind: FlipKind.Points, Points: not null }))
            yield return new(null, "sort", $"More than {Said.Trim(Math.Round(less.Points!.Value, 1))} points less", decision.Threshold is { } at ? $"would have left its {Said.Score(decision.Score)} short of {Said.Trim(at)}" : "would not have banned it");
        yield return decision.Verified
            ? new(null, "half", "If unverified", $"{Said.Span(explanation.Rules?.FirstBanSeconds ?? 600)} at most, no strike: the source could be forged")
            : new(null, "check", "If verified", $"the ban would have lasted {Said.Span(explanation.NextBanSeconds)} and counted as a strike");
    }

    private static IEnumerable<ChangeRow> OfOpen(Explanation explanation)
    {
        foreach (var change in explanation.Changes)
        {
            var text = Capital(Captured.Line(change.Text, 160));
            yield return change.Kind switch
            {
                FlipKind.Posture => new(change.Posture, "", change.Posture is { } level ? $"At {PostureWords.Upper(level)}" : text,
                    change.Bans ? $"banned at once: {Said.Score(explanation.Score)} is over {Said.Trim(PostureScore.Of(explanation.Thresholds, change.Posture ?? explanation.Posture) ?? 0)}" : "not banned"),
                FlipKind.Protection => new(null, "key", text, "it would be banned at once"),
                FlipKind.Ban => new(null, "lift", text, "it would not be banned for what it did itself"),
                _ => new(null, change.Bans ? "bans" : "lift", text, change.Bans ? $"would ban it{Against(explanation)}" : "would end its ban"),
            };
        }
    }

    private static string Against(Explanation explanation) => explanation.Threshold is { } bans ? $"; it has {Said.Score(explanation.Score)} of {Said.Trim(bans)} now" : "";

    private static double Slack(Explanation explanation) => explanation.Rules?.Slack ?? 0;

    private static TimeSpan Whole(TimeSpan span) => TimeSpan.FromSeconds(Math.Round(span.TotalSeconds));

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
