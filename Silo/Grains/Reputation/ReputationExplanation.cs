using Tegument.Contracts.Addresses;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Reputation;

/// <summary>Lays a standing open: every incident with its weight, what it gave and what is left of it, and the sum that decided.</summary>
public static class ReputationExplanation
{
    /// <summary>Brings the state to the context's time, and changes nothing else. The ledger's bans are the caller's to add.</summary>
    public static Explanation Of(ReputationState state, IpPrefix subject, IpKey address, in JudgementContext context)
    {
        var policy = context.Policy;
        var judgement = ReputationJudge.Preview(state, subject, context);
        var sensors = ReputationScore.Sensors(policy, state);
        var (flip, changes) = ReputationFlip.Of(state, subject, context);
        return new Explanation(
            address,
            judgement.Key,
            judgement.Standing,
            judgement.Score,
            context.Posture,
            context.Threshold,
            state.Strikes,
            ReputationJudge.IsVerified(state, context),
            policy.Corroboration.FactorOf(sensors.Count),
            [.. sensors],
            Contributions(state, context),
            [],
            context.Protection.Protects(subject, ReputationJudge.HasBruteForce(policy, state)),
            judgement.Note,
            flip,
            state.At)
        {
            Link = $"/address/{address}",
            Thresholds = new PostureScores(policy.Thresholds.Explore, policy.Thresholds.Balanced, policy.Thresholds.Hardened, policy.Thresholds.Lockdown),
            Policy = context.PolicyVersion,
            Sum = ReputationScore.Sum(state),
            ForgottenPoints = state.Residue,
            Decision = state.Ban is { } ban ? PastBan.Of(ban) : null,
            NextBanSeconds = policy.Ladder.TtlOf(state.Strikes).TotalSeconds,
            Past = state.Past is { } past ? [.. past.AsEnumerable().Reverse()] : [],
            Changes = changes,
            Acquaintance = state.Conversation,
            HalfLifeSeconds = policy.HalfLife.TotalSeconds,
            Rules = RulesOf(policy),
        };
    }

    private static ScoreRules RulesOf(ReputationPolicy policy) => new(
        policy.Corroboration.PerSensor,
        policy.Corroboration.Most,
        policy.AliveAt,
        policy.SuspectAt,
        policy.Slack,
        policy.Weights.FreeTries,
        policy.IncidentCap,
        policy.Weights.AnomalyCap,
        policy.Ladder.First.TotalSeconds,
        policy.Ladder.Factor,
        policy.Ladder.Longest.TotalSeconds);

    private static Contribution[] Contributions(ReputationState state, in JudgementContext context)
    {
        var policy = context.Policy;
        var contributions = new Contribution[state.Incidents.Count];
        for (var i = 0; i < contributions.Length; i++)
        {
            var incident = state.Incidents[i];
            contributions[i] = new Contribution(
                incident.Sensor,
                incident.Kind,
                incident.Technique,
                incident.Count,
                incident.Ports,
                incident.Targets,
                incident.FirstSeen,
                incident.LastSeen,
                incident.Verified,
                ReputationScore.Weight(policy, incident.Kind, incident.Technique, incident.Severity),
                incident.Given,
                incident.Live,
                incident.Sample) { Settled = incident.Base };
        }

        Array.Sort(contributions, static (a, b) => b.PointsNow != a.PointsNow ? b.PointsNow.CompareTo(a.PointsNow) : b.LastSeen.CompareTo(a.LastSeen));
        return contributions;
    }
}
