using FsCheck;
using FsCheck.Fluent;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Protection;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Tests.Reputation;

/// <summary>Whatever an explanation says would turn the outcome around does so, and no less of it does.</summary>
public class ReputationFlipProperties
{
    [Fact]
    public void Every_change_that_is_told_turns_the_outcome_around_and_no_less_does() => Prop.ForAll(Scenes.ToArbitrary(), given =>
    {
        var (scene, rules) = given;
        var state = new ReputationState { Conversation = scene.Acquaintance };
        for (var i = 0; i < scene.Claims.Length; i++) ReputationJudge.Observe(state, Given.Subject, scene.Claims[i], scene.At(i * scene.Seconds % 400) with { Protection = rules });
        var context = scene.At(scene.Seconds + 1) with { Protection = rules };
        var explanation = ReputationExplanation.Of(state, Given.Subject, Given.Attacker, context);
        foreach (var change in explanation.Changes)
        {
            if (!Flips(change, state, context)) throw new InvalidOperationException($"{change} does not flip {explanation.Flip}");
        }

        return explanation.Changes.Length > 0 || explanation.Protection is not null || context.Threshold is null || context.Bans(explanation.Score)
                || scene.Policy != Policy.ReputationPolicy.Default;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static readonly Gen<(Scene, IProtectionRules)> Scenes =
        from policy in Generated.Policy
        from posture in Generated.Posture
        from claims in Generated.Claims
        from acquaintance in Generated.Acquaintance
        from seconds in Gen.Choose(0, 4000)
        from seed in Gen.Choose(0, int.MaxValue)
        from rules in Gen.Frequency((4, Gen.Constant<IProtectionRules>(new ProtectionRules(new ProtectionOptions()))), (1, Generated.ProtectingRules))
        select (new Scene(policy, posture, claims.Take(6).ToArray(), acquaintance, seconds, seed), rules);

    private static bool Flips(FlipChange change, ReputationState state, JudgementContext context) => change.Kind switch
    {
        FlipKind.Posture when change.Bans => Judged(state, context with { Posture = change.Posture!.Value }),
        FlipKind.Posture => !(context with { Posture = change.Posture!.Value }).Bans(state.Ban!.Score),
        FlipKind.Points => state.Ban!.Score - change.Points >= state.Ban.Threshold - context.Policy.Slack - 1e-3
            && state.Ban.Score - change.Points - 0.01 < state.Ban.Threshold - context.Policy.Slack,
        FlipKind.Protection => Judged(state, context with { Protection = new ProtectionRules(new ProtectionOptions()) }),
        FlipKind.Evidence => Told(change, state, context, change.More!.Value) && (change.More == 1 || !Told(change, state, context, change.More.Value - 1)),
        _ => false,
    };

    private static bool Judged(ReputationState state, JudgementContext context) => ReputationJudge.Judge(state.Copy(), Given.Subject, context).Ban is not null;

    /// <summary>As a sensor would tell it: a total that grew, or incidents with numbers above all before.</summary>
    private static bool Told(FlipChange change, ReputationState state, JudgementContext context, long more)
    {
        var series = state.Incidents.Where(i => i.Sensor == (change.Sensor ?? "") && i.Kind == change.Evidence && i.Technique == change.Technique).ToArray();
        var latest = series.MaxBy(i => i.Number);
        var item = Given.Item(change.Evidence!.Value, change.Technique!, more, change.Verified == true, change.Severity ?? 0, (latest?.Number ?? -1) + 1, firstSeen: state.At);
        var once = ReputationScore.WeighsOnce(item.Kind);
        EvidenceItem[] items = (change.New, once) switch
        {
            (true, true) => [.. Enumerable.Range(0, (int)more).Select(i => item with { Incident = item.Incident + i, Count = 1 })],
            (true, false) => [item],
            _ => [item with { Incident = latest!.Number, Count = latest.Count + more }],
        };
        return ReputationJudge.Observe(state.Copy(), Given.Subject, new SensorEvidence(change.Sensor ?? "", latest?.Start ?? "run-1", items), context).Ban is not null;
    }
}
