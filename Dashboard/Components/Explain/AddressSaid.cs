using Tegument.Contracts.Reputation;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>The sentences that open an address' page. Pure.</summary>
public static class AddressSaid
{
    /// <summary>"38 min 43 s left, until 15:11:01. First seen 12 Nov 03:12:40; 2 bans, 1 strike."</summary>
    /// <param name="now">By the console's clock.</param>
    public static string Sentence(AddressFacts facts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var at = facts.SiloTime(now);
        var parts = new List<string>();
        if (facts.Holding is { } ban) parts.Add($"{Said.Span(Whole(ban.Expires - at))} left, until {Said.Time(ban.Expires, at)}.");
        if (facts.Unheard) parts.Add("No host has reported it.");
        else if (facts.FirstSeen is { } first) parts.Add($"First seen {Said.Time(first, at)}; {History(facts.Explanation)}.");
        if (facts.Explanation.Protection is { } rule) parts.Add($"Protected: {Captured.Line(rule, 80)}.");
        if (facts.JudgedAsNetwork) parts.Add($"IPv6 is judged by the /{facts.Judged.Length}, which is what one subscriber holds: all here is about {facts.Explanation.Key}.");
        return string.Join(' ', parts);
    }

    /// <summary>"half-life 10 min · falls below 100 at 14:34:02, the ban stays until its time is up".</summary>
    public static string Score(AddressFacts facts, ScoreLine line, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(line);
        var half = $"half-life {Said.Span(line.HalfLife)}";
        var at = facts.SiloTime(now);
        var bans = facts.Explanation.Threshold;
        if (line.Steps.Count == 0) return half;
        if (bans is { } threshold && line.FallsBelow(threshold, at) is { } falls)
            return $"{half} · falls below {Said.Trim(threshold)} at {Said.Time(falls, at)}{(facts.Holding is null ? "" : ", the ban stays until its time is up")}";
        var suspect = facts.Explanation.Rules?.SuspectAt ?? 30;
        if (line.FallsBelow(suspect, at) is { } clean) return $"{half} · {(bans is { } over ? $"under {Said.Trim(over)}, " : "")}clean again below {Said.Trim(suspect)} at {Said.Time(clean, at)}";
        return facts.Holding is null ? half : $"{half} · decayed, but the ban stays until its time is up";
    }

    private static string History(Explanation explanation)
    {
        var bans = explanation.Past.Length + (explanation.Decision is null ? 0 : 1);
        return $"{(bans == 0 ? "never banned by its score" : Said.Of(bans, "ban"))}, {Said.Of(explanation.Strikes, "strike")}";
    }

    private static TimeSpan Whole(TimeSpan span) => TimeSpan.FromSeconds(Math.Max(0, Math.Floor(span.TotalSeconds)));
}
