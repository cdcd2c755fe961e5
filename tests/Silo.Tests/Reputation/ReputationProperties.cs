using FsCheck;
using FsCheck.Fluent;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Policy;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Tests.Reputation;

/// <summary>What holds for any evidence. FsCheck prints the seed of a failure; put it into the configuration to see it again.</summary>
public class ReputationProperties
{
    private static readonly Gen<EvidenceItem> Items =
        from kind in Gen.Elements(Enum.GetValues<EvidenceKind>()[1..])
        from technique in Gen.Elements(Techniques.Syn, Techniques.Null, "")
        from incident in Gen.Choose(1, 2)
        from count in Gen.Choose(0, 30)
        from severity in Gen.Choose(0, 4)
        from verified in Gen.Elements(true, false)
        select Given.Item(kind, technique, count, verified, (byte)severity, incident);

    // Few enough that none is forgotten: 16 kinds would overflow with every technique and number.
    private static readonly Arbitrary<EvidenceItem[]> Batches = Items.ArrayOf().Select(items => items.Take(24).ToArray()).ToArbitrary();

    private static readonly Arbitrary<PostureLevel> Postures = Gen.Elements(Enum.GetValues<PostureLevel>()).ToArbitrary();

    [Fact]
    public void A_score_is_never_negative_and_never_beyond_its_caps() => Prop.ForAll(Batches, Postures, (items, posture) =>
    {
        var score = new ReputationState().Observe(Given.At(default, posture), items).Score;
        return score >= 0 && score <= items.Length * ReputationPolicy.Default.IncidentCap;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_within_a_batch_does_not_matter() => Prop.ForAll(Batches, Postures, (items, posture) =>
    {
        var forward = new ReputationState().Observe(Given.At(default, posture), items);
        var backward = new ReputationState().Observe(Given.At(default, posture), [.. items.Reverse()]);
        return Same(forward, backward);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Evidence_cut_into_any_batches_and_sent_twice_sums_to_the_same() => Prop.ForAll(Batches, Gen.Choose(1, 5).ToArbitrary(), (items, size) =>
    {
        var context = Given.At(default, PostureLevel.Explore);
        var whole = new ReputationState().Observe(context, items);
        var cut = new ReputationState();
        foreach (var batch in items.Chunk(size))
        {
            cut.Observe(context, batch);
            cut.Observe(context, batch);
        }

        return Same(whole, cut.Observe(context, items));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void More_evidence_never_lowers_a_standing() => Prop.ForAll(Batches, Postures, (items, posture) =>
    {
        var state = new ReputationState();
        var standing = Standing.Clean;
        foreach (var item in items)
        {
            var next = state.Observe(Given.At(default, posture), item).Standing;
            if (next < standing) return false;
            standing = next;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_stricter_posture_never_judges_milder() => Prop.ForAll(Batches, items =>
    {
        var standings = Enum.GetValues<PostureLevel>().Select(posture => new ReputationState().Observe(Given.At(default, posture), items).Standing).ToArray();
        return standings.SequenceEqual(standings.Order());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_score_only_falls_while_nothing_happens() => Prop.ForAll(Batches, Gen.Choose(0, 100_000).ToArbitrary(), (items, seconds) =>
    {
        var state = new ReputationState();
        var score = state.Observe(Given.At(default, PostureLevel.Explore), items).Score;
        return state.Judge(Given.At(TimeSpan.FromSeconds(seconds), PostureLevel.Explore)).Score <= score;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_left_of_an_incident_never_exceeds_its_cap_whatever_the_pace() => Prop.ForAll(Batches, Gen.Choose(1, 2000).ToArbitrary(), (items, seconds) =>
    {
        var state = new ReputationState();
        var policy = ReputationPolicy.Default;
        for (var i = 0; i < items.Length; i++) state.Observe(Given.At(TimeSpan.FromSeconds(i * seconds), PostureLevel.Explore), items[i]);
        return state.Incidents.TrueForAll(incident => incident.Live >= 0 && incident.Live <= ReputationScore.Cap(policy, incident.Kind) + 1e-9)
            && ReputationScore.ProvenOf(policy, state) <= ReputationScore.Of(policy, state) + 1e-9;
    }).QuickCheckThrowOnFailure();

    private static bool Same(Judgement a, Judgement b) =>
        a.Standing == b.Standing && Math.Abs(a.Score - b.Score) < 1e-6 && a.Ban?.Ttl == b.Ban?.Ttl && a.Ban?.Verified == b.Ban?.Verified;
}
