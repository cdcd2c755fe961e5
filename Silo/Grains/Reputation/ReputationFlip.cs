using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Reputation;

/// <summary>The smallest change that would have turned a standing around, as one sentence with numbers.</summary>
public static class ReputationFlip
{
    /// <summary>Of a state already brought to the context's time.</summary>
    public static string Of(ReputationState state, IpPrefix subject, in JudgementContext context)
    {
        if (state.Ban is { } ban) return OfBan(state, ban, context);
        var score = ReputationScore.Of(context.Policy, state);
        if (context.Threshold is not { } threshold) return OfNever(score, context);
        if (context.Bans(score)) return OfRestraint(ReputationJudge.Restraint(state, subject, context), state, score, context);
        var missing = $"{More(state, threshold - score, context)} would ban it (score {Text(score)} of {Text(threshold)})";
        return StricterThatBans(score, context) is { } posture
            ? $"Posture {posture} would ban it at once; otherwise {missing}."
            : $"{Capital(missing)}.";
    }

    private static string OfBan(ReputationState state, BanDecision ban, in JudgementContext context)
    {
        var ends = $"it ends by itself in {ReputationText.Time(ban.DecidedAt + ban.Ttl - state.At)}";
        if (context.Threshold is not { } threshold)
        {
            return $"Posture {WireName.Of(context.Posture)} makes no bans, so this one came before it; {ends}.";
        }

        if (!context.Bans(ban.Score)) return $"It was banned under a stricter posture, at a score of {Text(ban.Score)}; {ends}.";
        var excess = Text(ban.Score - threshold + context.Policy.Slack);
        return $"More than {excess} points less would have left its score of {Text(ban.Score)} short of the {Text(threshold)} that ban; {ends}.";
    }

    private static string OfNever(double score, in JudgementContext context) => StricterThatBans(score, context) is { } posture
        ? $"Posture {WireName.Of(context.Posture)} never bans; posture {posture} would ban it at once (score {Text(score)})."
        : $"Posture {WireName.Of(context.Posture)} never bans; its score of {Text(score)} would not suffice under any other either.";

    private static string OfRestraint(string? restraint, ReputationState state, double score, in JudgementContext context)
    {
        var sum = $"score {Text(score)} of {Text(context.Threshold ?? 0)}";
        if (restraint is null) return $"The next judgement bans it ({sum}).";
        if (restraint != ReputationJudge.FramedNote) return $"Without its protection it would be banned ({sum}); {restraint}.";
        var proven = ReputationScore.ProvenOf(context.Policy, state);
        return $"{Text((context.Threshold ?? 0) - proven)} more points in which it acknowledges a sequence number of ours would ban it: {sum}, "
            + $"but only {Text(proven)} of them verified.";
    }

    private static string? StricterThatBans(double score, in JudgementContext context)
    {
        foreach (var posture in Enum.GetValues<PostureLevel>())
        {
            if (posture > context.Posture && score >= context.Policy.BansFrom(posture)) return WireName.Of(posture);
        }

        return null;
    }

    /// <summary>The missing points in the currency of the latest incident that can still grow, or of a port scan.</summary>
    private static string More(ReputationState state, double points, in JudgementContext context)
    {
        var policy = context.Policy;
        points /= policy.Corroboration.FactorOf(ReputationScore.Sensors(policy, state).Count);
        IncidentRecord? latest = null;
        foreach (var incident in state.Incidents)
        {
            if (ReputationScore.WeighsOnce(incident.Kind) || incident.Live < policy.AliveFrom) continue;
            if (ReputationScore.Weight(policy, incident.Kind, incident.Technique, incident.Severity) <= 0) continue;
            if (ReputationScore.Cap(policy, incident.Kind) - incident.Live < points) continue;
            if (latest is null || incident.LastSeen > latest.LastSeen) latest = incident;
        }

        var kind = latest?.Kind ?? EvidenceKind.PortScan;
        var technique = latest?.Technique ?? Techniques.Syn;
        var weight = ReputationScore.Weight(policy, kind, technique, latest?.Severity ?? 0);
        if (weight <= 0) return string.Create(CultureInfo.InvariantCulture, $"{Text(points)} more points");
        var count = (long)Math.Ceiling(points / weight);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Text(points)} more points, such as {count} more {ReputationText.Unit(kind, count)} of {WireName.Of(kind)} {technique}").TrimEnd();
    }

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private static string Text(double points) => ReputationText.Number(points);
}
