using Tegument.Contracts.Evidence;
using Tegument.Contracts.Reputation;
using Tegument.Contracts.Wire;
using Tegument.Dashboard.Components.Layout;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Ledger;

/// <summary>An explanation as a short sum whose lines add up to the score as of now. Immutable; its words are fit for a line of text.</summary>
/// <param name="Lines">What was claimed, then what time and agreement made of it.</param>
/// <param name="Needed">What bans at the posture of the decision, in words; null where nothing is known of it.</param>
/// <param name="Lasts">How long it was banned for, and why so long; null when its own reputation bans nothing.</param>
public sealed record WhySum(IReadOnlyList<(string Words, double Points)> Lines, double Score, string? Needed, string? Lasts)
{
    private const int MaxLines = 4;

    public static WhySum Of(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var e = explanation;
        var lines = e.Evidence.OrderByDescending(c => c.Points).Take(MaxLines).Select(c => (Words(c), c.Points)).ToList();
        var rest = e.Evidence.OrderByDescending(c => c.Points).Skip(MaxLines).ToArray();
        if (rest.Length > 0) lines.Add(($"{Said.Of(rest.Length, "more incident")}", rest.Sum(c => c.Points)));
        if (e.ForgottenPoints > 0) lines.Add(("forgotten for room", e.ForgottenPoints));
        var decayed = e.Sum - lines.Sum(line => line.Item2);
        if (Math.Abs(decayed) >= 0.05) lines.Add((e.HalfLifeSeconds > 0 ? $"decayed, half-life {Said.Span(e.HalfLifeSeconds)}" : "decayed", decayed));
        if (e.Corroboration > 1) lines.Add(($"{Said.Of(e.Sensors.Length, "host agrees", "hosts agree")}, ×{e.Corroboration.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)}", e.Score - e.Sum));
        return new WhySum(lines, e.Score, Need(e), Time(e));
    }

    private static string Words(Contribution c)
    {
        var technique = c.Technique.Length == 0 ? "" : $", {Captured.Line(c.Technique, 40)}";
        var extent = c.Ports > 1 ? Said.Of(c.Ports, "port") : c.Targets > 1 ? Said.Of(c.Targets, "target") : $"{Said.Count(c.Count)}×";
        return $"{WireName.Of(c.Kind)}{technique}, {extent}{(c.Verified || c.Kind == EvidenceKind.Manual ? "" : ", unverified")}";
    }

    private static string? Need(Explanation e) => e.Decision is { Threshold: { } threshold, Posture: { } posture } decided
        ? $"{Said.Score(decided.Score)} when decided, {Said.Score(threshold)} needed at {PostureWords.Upper(posture)}"
        : e.Threshold is { } now ? $"{Said.Score(now)} needed at {PostureWords.Upper(e.Posture)}" : null;

    private static string? Time(Explanation e)
    {
        if (e.Decision is not { } ban) return null;
        var why = !ban.Verified ? "unverified evidence earns no more" : e.Strikes switch { <= 1 => "the first ban", _ => $"{Said.Of(e.Strikes - 1, "ban")} before" };
        return $"Banned for {Said.Span(ban.TtlSeconds)}: {why}";
    }
}
