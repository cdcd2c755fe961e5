using System.Globalization;
using Tegument.Contracts.Networks;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Reputation;

/// <summary>
/// An explanation as plain lines for people, the sum first. Words that came from the network are in it as they came: whoever shows the lines
/// escapes them for where they are shown.
/// </summary>
public static class ExplanationText
{
    public static IEnumerable<string> Lines(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return Verdict(explanation).Concat(Sum(explanation)).Concat(Bounds(explanation)).Concat(Bans(explanation)).Concat(Networks(explanation)).Append($"would change: {explanation.Flip}");
    }

    private static IEnumerable<string> Verdict(Explanation e)
    {
        var judgedAs = e.Key == e.Address.ToString() ? "" : $" (judged as {e.Key})";
        var bans = e.Threshold is { } threshold ? $"bans at {Number(threshold)}" : "never bans";
        yield return $"{e.Address}{judgedAs} is {WireName.Of(e.Standing)}, score {Number(e.Score)}; {Name(e.Posture)} {bans}";
        if (e.Protection is not null) yield return $"protected: {e.Protection}";
        if (e.Note is not null) yield return $"note: {e.Note}";
    }

    private static IEnumerable<string> Sum(Explanation e)
    {
        yield return "";
        yield return e.Evidence.Length == 0 ? "no evidence is remembered" : "points left of the evidence:";
        foreach (var c in e.Evidence)
        {
            var counted = c.Settled > 0 ? $"{Number(c.Count - c.Settled)} of {Number(c.Count)}" : Number(c.Count);
            var technique = c.Technique.Length == 0 ? "" : $" {c.Technique}";
            yield return $"{Points(c.PointsNow)}  {WireName.Of(c.Kind)}{technique}: {counted} counted at {Number(c.Weight)}, gave {Number(c.Points)}{(c.Verified ? ", verified" : "")}";
            yield return $"          {Time(c.FirstSeen)} to {Time(c.LastSeen)}, by {c.Sensor}{(c.Ports > 1 ? $", {Number(c.Ports)} ports" : "")}{(c.Targets > 1 ? $", {Number(c.Targets)} targets" : "")}";
            if (!string.IsNullOrEmpty(c.Sample)) yield return $"          {c.Sample}";
        }

        if (e.ForgottenPoints > 0) yield return $"{Points(e.ForgottenPoints)}  of incidents forgotten for room";
        if (e.Evidence.Length == 0) yield break;
        yield return $"{Points(e.Sum)}  in all, x{Number(e.Corroboration)} for {e.Sensors.Length} sensor{(e.Sensors.Length == 1 ? "" : "s")} = score {Number(e.Score)}";
        yield return e.Verified ? "          verified: it cannot have been forged" : "          not verified: the source may be forged";
    }

    private static IEnumerable<string> Bounds(Explanation e)
    {
        yield return "";
        if (e.Thresholds is { } t)
            yield return $"bans at: explore {Threshold(t.Explore)}, balanced {Threshold(t.Balanced)}, hardened {Threshold(t.Hardened)}, lockdown {Threshold(t.Lockdown)}{Policy(e.Policy)}";
        yield return $"{e.Strikes} strike{(e.Strikes == 1 ? "" : "s")}; a verified ban now would last {Span(e.NextBanSeconds)}";
        if (e.Acquaintance is { } known) yield return $"in conversation with us since {Time(known.Began)}, last {Time(known.LastData)}";
    }

    private static IEnumerable<string> Bans(Explanation e)
    {
        if (e.Decision is { } now) yield return $"decided {Decided(now)}";
        foreach (var ban in e.Bans)
            yield return $"ban: {ban.Prefix} {WireName.Of(ban.Origin)} by {ban.Actor} until {Time(ban.Expires)}: {ban.Reason}";
        foreach (var past in e.Past)
        {
            var end = past.End == BanEnd.Lifted ? $"lifted{(past.EndedBy is null ? "" : $" by {past.EndedBy}")}{(past.EndReason is null ? "" : $" ({past.EndReason})")}" : "ran out";
            yield return $"before: {Decided(past)}; {end}{(past.EndedAt is { } at ? $" {Time(at)}" : "")}";
        }
    }

    private static IEnumerable<string> Networks(Explanation e)
    {
        foreach (var network in e.Networks)
        {
            if (network.Count == 0) continue;
            var needed = network.Needed is { } n ? $"{n} ban it" : "none ban it";
            var names = string.Join(", ", network.Siblings.Take(4)) + (network.Count > 4 ? $" and {network.Count - 4} more" : "");
            yield return $"network {network.Network}: {network.Count} banned with proof ({needed}): {names}{Outcome(network)}";
        }
    }

    private static string Outcome(NetworkView network) => network switch
    {
        { BannedUntil: { } until } => $"; banned until {Time(until)}, free below {network.CalmBelow}",
        { Restraint: { } restraint } => $"; not banned: {restraint}",
        _ => "",
    };

    private static string Decided(PastBan ban) =>
        $"{Time(ban.DecidedAt)} for {Span(ban.TtlSeconds)}{(ban.Posture is { } posture ? $" under {Name(posture)} (at {Threshold(ban.Threshold)}{Policy(ban.Policy)})" : "")}: {ban.Reason}";

    private static string Policy(string? version) => version is null ? "" : $"; policy {version}";

    private static string Name(PostureLevel posture) => WireName.Of(posture).ToUpperInvariant();

    private static string Threshold(double? points) => points is { } p ? Number(p) : "never";

    private static string Points(double points) => points.ToString("0.0", CultureInfo.InvariantCulture).PadLeft(8);

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>"40m", "2h 40m", "28d 10h".</summary>
    private static string Span(double seconds)
    {
        var span = TimeSpan.FromSeconds(Math.Clamp(Math.Round(seconds), 0, 4e9));
        return span switch
        {
            { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays}d{(span.Hours > 0 ? $" {span.Hours}h" : "")}"),
            { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours}h{(span.Minutes > 0 ? $" {span.Minutes}m" : "")}"),
            { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}m{(span.Seconds > 0 ? $" {span.Seconds}s" : "")}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{span.Seconds}s"),
        };
    }
}
