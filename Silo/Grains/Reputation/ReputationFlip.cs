using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Reputation;

/// <summary>The smallest changes that would have turned a standing around: as data, and as one sentence with numbers.</summary>
public static class ReputationFlip
{
    /// <summary>Of evidence, so many ways are told at most.</summary>
    private const int MostEvidence = 3;

    /// <summary>Of a state already brought to the context's time.</summary>
    public static (string Sentence, FlipChange[] Changes) Of(ReputationState state, IpPrefix subject, in JudgementContext context)
    {
        if (state.Ban is { } ban) return OfBan(state, ban, context);
        var score = ReputationScore.Of(context.Policy, state);
        var changes = new List<FlipChange>();
        var restraint = ReputationJudge.Restraint(state, subject, context);
        if (context.Protection.Protects(subject, ReputationJudge.HasBruteForce(context.Policy, state)) is { } rule)
            return OfProtected(state, subject, rule, score, context);
        if (ReputationWhatIf.Posture(state, subject, context) is { } posture) changes.Add(ToBan(posture));
        if (context.Threshold is null) return (OfNever(changes, score, context), [.. changes]);
        if (context.Bans(score) && restraint is null) return ($"The next judgement bans it ({Sum(score, context)}).", [.. changes]);
        var evidence = ReputationWhatIf.Evidence(state, subject, context, MostEvidence);
        var sentence = Sentence(changes, evidence, Sum(score, context) + OnlyVerified(state, score, context));
        return (sentence, [.. changes, .. evidence]);
    }

    private static string Sentence(List<FlipChange> postures, List<FlipChange> evidence, string sum)
    {
        var more = $"{(evidence.Count == 0 ? "no more of one thing" : evidence[0].Text)} would ban it ({sum})";
        return postures.Count > 0 ? $"{Capital(postures[0].Text)} would ban it at once; otherwise {more}." : $"{Capital(more)}.";
    }

    private static string OnlyVerified(ReputationState state, double score, in JudgementContext context) =>
        context.Bans(score) ? $", but only {Text(ReputationScore.ProvenOf(context.Policy, state))} of them verified" : "";

    private static (string, FlipChange[]) OfProtected(ReputationState state, IpPrefix subject, string rule, double score, in JudgementContext context)
    {
        if (ReputationWhatIf.Bans(state, subject, context with { Protection = NoProtection.Instance }))
        {
            return ($"Without its protection it would be banned ({Sum(score, context)}); protected: {rule}.",
                [new FlipChange(FlipKind.Protection, Bans: true, $"without the protection by {rule}", Rule: rule)]);
        }

        var sum = context.Threshold is null ? "" : $" ({Sum(score, context)})";
        return ($"It is protected ({rule}): no posture and no evidence would ban it{sum}.", []);
    }

    private static (string, FlipChange[]) OfBan(ReputationState state, BanDecision ban, in JudgementContext context)
    {
        var ends = $"it ends by itself in {ReputationText.Time(ban.DecidedAt + ban.Ttl - state.At)}";
        var changes = new List<FlipChange>();
        if (Sparing(ban, context) is { } posture) changes.Add(new FlipChange(FlipKind.Posture, Bans: false, $"posture {WireName.Of(posture)}", Posture: posture));
        var then = ban.Posture is { } level ? context with { Posture = level } : context;
        if ((ban.Threshold ?? then.Threshold) is not { } threshold)
            return ($"Posture {WireName.Of(context.Posture)} makes no bans, so this one came before it; {ends}.", [.. changes]);
        if (ban.Score < threshold - context.Policy.Slack)
            return ($"It was banned under a stricter posture, at a score of {Text(ban.Score)}; {ends}.", [.. changes]);
        var excess = ban.Score - threshold + context.Policy.Slack;
        changes.Insert(0, new FlipChange(FlipKind.Points, Bans: false, $"more than {Text(excess)} points less", Points: excess));
        return ($"More than {Text(excess)} points less would have left its score of {Text(ban.Score)} short of the {Text(threshold)} that ban; {ends}.", [.. changes]);
    }

    /// <summary>The strictest posture under which this ban would end; null when it would hold under all.</summary>
    private static PostureLevel? Sparing(BanDecision ban, in JudgementContext context)
    {
        for (var posture = (int)context.Posture - 1; posture >= 0; posture--)
        {
            if (!(context with { Posture = (PostureLevel)posture }).Bans(ban.Score)) return (PostureLevel)posture;
        }

        return null;
    }

    private static string OfNever(List<FlipChange> postures, double score, in JudgementContext context) => postures.Count > 0
        ? $"Posture {WireName.Of(context.Posture)} never bans; {postures[0].Text} would ban it at once (score {Text(score)})."
        : $"Posture {WireName.Of(context.Posture)} never bans; its score of {Text(score)} would not suffice under any other either.";

    private static FlipChange ToBan(PostureLevel posture) => new(FlipKind.Posture, Bans: true, $"posture {WireName.Of(posture)}", Posture: posture);

    private static string Sum(double score, in JudgementContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"score {Text(score)} of {Text(context.Threshold ?? 0)}");

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private static string Text(double points) => ReputationText.Number(points);
}
