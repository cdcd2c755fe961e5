using FsCheck;
using FsCheck.Fluent;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Tests.Reputation;

/// <summary>
/// What holds for any evidence under any valid policy. FsCheck prints the seed of a failure; put it into the configuration to see it again.
/// </summary>
public class ReputationProperties
{
    private const double Rounding = 1e-6;

    [Fact]
    public void Generated_policies_are_valid() => Check(Generated.Policy, policy => policy.Validate() is null);

    [Fact]
    public void A_score_is_never_negative_whatever_happens_when() => Check(Scene(Generated.ManyClaims), scene =>
    {
        var state = new ReputationState();
        for (var i = 0; i < scene.Claims.Length; i++)
        {
            var judgement = ReputationJudge.Observe(state, Given.Subject, scene.Claims[i], scene.At(i * scene.Seconds));
            if (!(judgement.Score >= 0) || !double.IsFinite(judgement.Score) || state.Strikes < 0) return false;
            if (!(ReputationScore.ProvenOf(scene.Policy, state) <= judgement.Score + Rounding)) return false;
        }

        return true;
    });

    [Fact]
    public void The_order_the_cut_and_resends_of_evidence_within_an_instant_do_not_matter() => Check(Scene(Generated.Claims), scene =>
    {
        var whole = Told(scene, scene.Claims);
        var again = Told(scene, [.. scene.Claims.Concat(scene.Claims).Shuffled(scene.Seed), .. Merged(scene.Claims).Shuffled(scene.Seed)]);
        return Same(whole, again);
    });

    [Fact]
    public void Decay_composes() => Check(Scene(Generated.Claims), scene =>
    {
        var (once, twice) = (new ReputationState(), new ReputationState());
        foreach (var claim in scene.Claims)
        {
            ReputationJudge.Observe(once, Given.Subject, claim, scene.At(0));
            ReputationJudge.Observe(twice, Given.Subject, claim, scene.At(0));
        }

        var first = scene.Seed % 100_000;
        ReputationMemory.Settle(twice, scene.Policy, Given.Start.AddSeconds(first));
        ReputationMemory.Settle(twice, scene.Policy, Given.Start.AddSeconds(first + scene.Seconds));
        ReputationMemory.Settle(once, scene.Policy, Given.Start.AddSeconds(first + scene.Seconds));
        return once.Strikes == twice.Strikes && once.LastBanEnded == twice.LastBanEnded
            && Same(ReputationJudge.Preview(once, Given.Subject, scene.At(0)), ReputationJudge.Preview(twice, Given.Subject, scene.At(0)));
    });

    [Fact]
    public void More_evidence_never_lowers_a_standing_or_a_score_even_where_incidents_must_be_forgotten() => Check(Scene(Generated.ManyClaims), scene =>
    {
        var state = new ReputationState { Conversation = scene.Acquaintance };
        var (standing, score) = (Standing.Clean, 0.0);
        foreach (var claim in scene.Claims)
        {
            var next = ReputationJudge.Observe(state, Given.Subject, claim, scene.At(0));
            if (next.Standing < standing || next.Score < score - Rounding) return false;
            (standing, score) = (next.Standing, next.Score);
        }

        return true;
    });

    [Fact]
    public void A_stricter_posture_never_judges_milder() => Check(Scene(Generated.Claims), scene =>
    {
        var judgements = Enum.GetValues<PostureLevel>().Select(posture => Told(scene with { Posture = posture }, scene.Claims)).ToArray();
        return judgements.Zip(judgements.Skip(1)).All(pair =>
            pair.First.Standing <= pair.Second.Standing && (pair.First.Ban?.Ttl ?? default) <= (pair.Second.Ban?.Ttl ?? default));
    });

    [Fact]
    public void Whoever_a_looser_posture_comes_to_ban_a_stricter_one_has_banned_no_later() => Check(Scene(Generated.ManyClaims), scene =>
    {
        var first = Enum.GetValues<PostureLevel>().Select(posture => FirstBan(scene with { Posture = posture })).ToArray();
        return first.SequenceEqual(first.OrderDescending());
    });

    [Fact]
    public void Whatever_some_posture_would_ban_is_at_least_suspect_in_every_other() => Check(Scene(Generated.Claims), scene =>
    {
        var strictest = Told(scene with { Posture = PostureLevel.Lockdown }, scene.Claims);
        return strictest.Standing < Standing.Banned || Told(scene, scene.Claims).Standing >= Standing.Suspect;
    });

    [Fact]
    public void Who_is_protected_is_never_banned() => Check(
        from scene in Scene(Generated.ManyClaims) from rules in Generated.ProtectingRules select (scene, rules), given =>
    {
        var state = new ReputationState();
        var (scene, rules) = given;
        return Enumerable.Range(0, scene.Claims.Length).All(i =>
        {
            var judgement = ReputationJudge.Observe(state, Given.Subject, scene.Claims[i], scene.At(i * scene.Seconds) with { Protection = rules });
            return judgement is { Standing: < Standing.Banned, Ban: null };
        });
    });

    [Fact]
    public void What_can_be_forged_earns_the_first_step_at_most_and_no_strike() => Check(Scene(Generated.ManyClaims), scene =>
    {
        var state = new ReputationState();
        for (var i = 0; i < scene.Claims.Length; i++)
        {
            var forged = scene.Claims[i] with { Items = [.. scene.Claims[i].Items.Where(CanBeForged).Select(item => item with { Verified = false })] };
            var judgement = ReputationJudge.Observe(state, Given.Subject, forged, scene.At(i * scene.Seconds));
            if (state.Strikes > 0 || judgement.Ban is { } ban && (ban.Verified || ban.Ttl > scene.Policy.Ladder.First)) return false;
        }

        return true;
    });

    [Fact]
    public void Nobody_is_banned_for_nothing() => Check(Scene(Generated.Claims), scene => Told(scene, []).Standing == Standing.Clean);

    [Fact]
    public void A_score_only_falls_while_nothing_happens() => Check(Scene(Generated.Claims), scene =>
    {
        var state = new ReputationState();
        var score = double.PositiveInfinity;
        foreach (var claim in scene.Claims) score = ReputationJudge.Observe(state, Given.Subject, claim, scene.At(0)).Score;
        return ReputationJudge.Preview(state, Given.Subject, scene.At(scene.Seconds)).Score <= score;
    });

    [Fact]
    public void What_is_left_of_an_incident_never_exceeds_its_cap_whatever_the_pace() => Check(Scene(Generated.ManyClaims), scene =>
    {
        var state = new ReputationState();
        for (var i = 0; i < scene.Claims.Length; i++) ReputationJudge.Observe(state, Given.Subject, scene.Claims[i], scene.At(i * scene.Seconds));
        return state.Incidents.Count <= ReputationState.MaxIncidents
            && state.Incidents.TrueForAll(incident => incident.Live >= 0 && incident.Live <= ReputationScore.Cap(scene.Policy, incident.Kind) + Rounding);
    });

    private static void Check<T>(Gen<T> gen, Func<T, bool> holds) =>
        Prop.ForAll(gen.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static Gen<Scene> Scene(Gen<SensorEvidence[]> claims) =>
        from policy in Generated.Policy
        from posture in Generated.Posture
        from told in claims
        from acquaintance in Generated.Acquaintance
        from seconds in Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 2000))
        from seed in Gen.Choose(0, int.MaxValue)
        select new Scene(policy, posture, told, acquaintance, seconds, seed);

    private static Judgement Told(Scene scene, SensorEvidence[] claims)
    {
        var state = new ReputationState { Conversation = scene.Acquaintance };
        foreach (var claim in claims) ReputationJudge.Observe(state, Given.Subject, claim, scene.At(0));
        return ReputationJudge.Judge(state, Given.Subject, scene.At(0));
    }

    /// <summary>The claim after which the first ban was made; beyond the last for none.</summary>
    private static int FirstBan(Scene scene)
    {
        var state = new ReputationState { Conversation = scene.Acquaintance };
        for (var i = 0; i < scene.Claims.Length; i++)
        {
            if (ReputationJudge.Observe(state, Given.Subject, scene.Claims[i], scene.At(i * scene.Seconds)).Ban is not null) return i;
        }

        return int.MaxValue;
    }

    private static IEnumerable<SensorEvidence> Merged(SensorEvidence[] claims) =>
        claims.GroupBy(claim => claim.Sensor).Select(sensor => Given.From(sensor.Key, [.. sensor.SelectMany(claim => claim.Items)]));

    private static bool CanBeForged(EvidenceItem item) => item.Kind is not (EvidenceKind.Feed or EvidenceKind.Manual);

    private static bool Same(Judgement a, Judgement b) =>
        a.Standing == b.Standing && a.Note == b.Note && Math.Abs(a.Score - b.Score) < Rounding && Same(a.Ban, b.Ban);

    private static bool Same(BanDecision? a, BanDecision? b) =>
        a is null || b is null ? a == b : Math.Abs(a.Score - b.Score) < Rounding && a with { Score = b.Score } == b;
}
