using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Policy;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Reputation;

/// <summary>
/// Decides a standing: a function of (state, evidence, policy, posture, protection, now), without clock or I/O. Changes only the state
/// handed in.
/// </summary>
public static class ReputationJudge
{
    public const string FramedNote = "may be framed: unverified evidence against an address that we know";

    /// <summary>Takes evidence in, then judges.</summary>
    /// <param name="tally">Told of the points that were added; decides nothing.</param>
    public static Judgement Observe(ReputationState state, IpPrefix subject, SensorEvidence evidence, in JudgementContext context, QualiaTally? tally = null)
    {
        ReputationMemory.Settle(state, context.Policy, context.Now);
        ReputationMemory.Record(state, context.Policy, evidence, tally);
        return Decide(state, subject, context);
    }

    /// <summary>Judges with nothing new, as time, posture or policy may have moved.</summary>
    public static Judgement Judge(ReputationState state, IpPrefix subject, in JudgementContext context)
    {
        ReputationMemory.Settle(state, context.Policy, context.Now);
        return Decide(state, subject, context);
    }

    /// <summary>What <see cref="Judge"/> would say, without making a ban: brings the state to the time and changes nothing else.</summary>
    public static Judgement Preview(ReputationState state, IpPrefix subject, in JudgementContext context)
    {
        ReputationMemory.Settle(state, context.Policy, context.Now);
        var score = ReputationScore.Of(context.Policy, state);
        var (standing, note) = Weigh(state, subject, score, context);
        if (standing == Standing.Banned && state.Ban is null) standing = Standing.Suspect;
        return new Judgement(context.Key ?? ReputationKey.TextOf(subject), standing, score, state.Ban, note);
    }

    /// <summary>Ends a ban before its time: the score is cleared, strikes stay.</summary>
    public static void Lift(ReputationState state, in JudgementContext context, string? actor = null, string? reason = null)
    {
        ReputationMemory.Settle(state, context.Policy, context.Now);
        ReputationMemory.EndBan(state, state.At, BanEnd.Lifted, actor, reason);
        state.Standing = Standing.Clean;
    }

    /// <summary>
    /// True when what nobody can have forged would ban alone: a little proof must not lend its weight to a lot of forgery. A ban that holds
    /// keeps the answer it was made with.
    /// </summary>
    public static bool IsVerified(ReputationState state, in JudgementContext context) =>
        state.Ban?.Verified ?? context.Bans(ReputationScore.ProvenOf(context.Policy, state));

    /// <summary>True when failed logins still weigh: an administrator's session protects an address only without them.</summary>
    public static bool HasBruteForce(ReputationPolicy policy, ReputationState state)
    {
        foreach (var incident in state.Incidents)
        {
            if (incident.Kind == EvidenceKind.BruteForce && incident.Live >= policy.AliveFrom) return true;
        }

        return false;
    }

    /// <summary>Why a score that would ban must not; null when nothing stands against it.</summary>
    public static string? Restraint(ReputationState state, IpPrefix subject, in JudgementContext context)
    {
        var protection = context.Protection.Protects(subject, HasBruteForce(context.Policy, state));
        if (protection is not null) return $"protected: {protection}";
        return !IsVerified(state, context) && MayBeFramed(state, context.Policy) ? FramedNote : null;
    }

    private static Judgement Decide(ReputationState state, IpPrefix subject, in JudgementContext context)
    {
        var score = ReputationScore.Of(context.Policy, state);
        if (ReputationMemory.IsOfThisInstant(state)) Reconsider(state, subject, score, context);
        var (standing, note) = Weigh(state, subject, score, context);
        if (standing == Standing.Banned && state.Ban is null) Ban(state, subject, score, context);
        state.Standing = standing;
        return new Judgement(context.Key ?? ReputationKey.TextOf(subject), standing, score, state.Ban, note);
    }

    private static (Standing Standing, string? Note) Weigh(ReputationState state, IpPrefix subject, double score, in JudgementContext context)
    {
        if (state.Ban is not null) return (Standing.Banned, null);
        if (!context.Bans(score)) return (score >= context.Policy.SuspectFrom ? Standing.Suspect : Standing.Clean, null);
        var restraint = Restraint(state, subject, context);
        return (restraint is null ? Standing.Banned : Standing.Suspect, restraint);
    }

    private static void Ban(ReputationState state, IpPrefix subject, double score, in JudgementContext context)
    {
        var ladder = context.Policy.Ladder;
        var verified = IsVerified(state, context);
        var ttl = verified ? ladder.TtlOf(state.Strikes) : ladder.First;
        var reason = ReputationText.BanReason(state, score, verified, context);
        state.Ban = new BanDecision(
            subject, ttl, reason, score, state.At, verified, context.Posture, context.Threshold, context.PolicyVersion);
        if (verified) state.Strikes++;
    }

    /// <summary>
    /// A ban of this very instant is decided again with all that the instant told, so that the order in which it told it does not matter. It is
    /// never taken back: it may have been answered.
    /// </summary>
    private static void Reconsider(ReputationState state, IpPrefix subject, double score, in JudgementContext context)
    {
        var made = state.Ban!;
        var strikes = state.Strikes;
        state.Ban = null;
        if (made.Verified) state.Strikes--;
        if (Weigh(state, subject, score, context).Standing == Standing.Banned) Ban(state, subject, score, context);
        if (state.Ban is not null && state.Ban != made) return;
        state.Ban = made;
        state.Strikes = strikes;
    }

    private static bool MayBeFramed(ReputationState state, ReputationPolicy policy)
    {
        if (state.Conversation is not { } conversation) return false;
        if (state.At - conversation.LastData >= policy.FrameResistance.LastDataWithin) return false;
        var firstHostile = DateTimeOffset.MaxValue;
        foreach (var incident in state.Incidents)
        {
            if (incident.Live >= policy.AliveFrom && incident.FirstSeen < firstHostile) firstHostile = incident.FirstSeen;
        }

        return firstHostile != DateTimeOffset.MaxValue && conversation.Began + policy.FrameResistance.AcquaintedFor <= firstHostile;
    }
}
