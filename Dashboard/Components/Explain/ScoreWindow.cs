using Tegument.Contracts.Reputation;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>Which time the chart of a score spans, and where its axis is named. Pure.</summary>
public static class ScoreWindow
{
    private const int MostTicks = 6;

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
        TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(5), TimeSpan.FromDays(10), TimeSpan.FromDays(30),
    ];

    /// <summary>From shortly before the first evidence that still tells something to where the score has fallen well.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Of(Explanation explanation, ScoreLine line, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(line);
        // What has decayed to nothing says why there is a ban, and nothing else.
        var told = line.Steps.Where(step => step.Points * line.Left(now - step.At) >= 0.5 || explanation.Decision is not null).Select(step => step.At).ToList();
        var over = explanation.Past.Where(ban => ban.EndedAt is { } ended && now - ended < line.HalfLife * 3 && now - ban.DecidedAt < line.HalfLife * 12).Select(ban => ban.DecidedAt);
        var first = told.Concat(over).DefaultIfEmpty(now).Min();
        var past = Max(now - first, line.HalfLife * 0.5);
        var ahead = Max(past * 0.7, line.HalfLife * 1.2);
        if (explanation.Threshold is { } bans && line.FallsBelow(bans, now) is { } falls) ahead = Max(ahead, (falls - now) * 1.3);
        if (explanation.Decision is { } ban && ban.DecidedAt.AddSeconds(ban.TtlSeconds) - now is var left && left < ahead * 1.6) ahead = Max(ahead, left * 1.06);
        // The names of the thresholds stand where nothing has happened yet.
        return (first - ((past + ahead) * 0.26), now + ahead);
    }

    internal static List<ScoreTick> Ticks(DateTimeOffset from, DateTimeOffset to, Func<DateTimeOffset, double> x)
    {
        var step = Steps.FirstOrDefault(step => (to - from) / step <= MostTicks, Steps[^1]);
        var ticks = new List<ScoreTick>();
        for (var at = new DateTimeOffset(((from.UtcTicks / step.Ticks) + 1) * step.Ticks, TimeSpan.Zero); at <= to; at += step)
        {
            var text = step >= TimeSpan.FromDays(1) ? Said.Day(at) : step >= TimeSpan.FromHours(6) ? $"{Said.Day(at)} {Said.Minute(at)}" : step < TimeSpan.FromMinutes(1) ? Said.Clock(at) : Said.Minute(at);
            ticks.Add(new ScoreTick(x(at), text, x(at) < 3 ? "start" : x(at) > 97 ? "end" : "middle"));
        }

        return ticks;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
