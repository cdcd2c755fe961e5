using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Protection;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Tests.Reputation;

public class ReputationExplanationTests
{
    private readonly ReputationState _state = new();

    [Fact]
    public void A_person_can_check_the_sum()
    {
        _state.Observe(Given.At(default), Given.Scan(4), Given.Item(EvidenceKind.Anomaly, "fragments", 2));
        var explanation = Explain(Given.At(TimeSpan.FromMinutes(10)));
        explanation.Evidence.Sum(evidence => evidence.PointsNow).ShouldBe(30, 1e-9);
        explanation.Score.ShouldBe(30, 1e-9);
        explanation.Evidence[0].ShouldSatisfyAllConditions(
            scan => scan.Kind.ShouldBe(EvidenceKind.PortScan),
            scan => scan.Weight.ShouldBe(10),
            scan => scan.Points.ShouldBe(40),
            scan => scan.PointsNow.ShouldBe(20, 1e-9));
        explanation.Sensors.ShouldBe(["web1"]);
        explanation.Threshold.ShouldBe(100);
        explanation.Standing.ShouldBe(Standing.Suspect);
    }

    [Fact]
    public void It_says_how_much_more_would_ban()
    {
        _state.Observe(Given.At(default), Given.Scan(4));
        Explain(Given.At(default)).Flip
            .ShouldBe("Posture lockdown would ban it at once; otherwise 6 more ports of port-scan syn would ban it (score 40 of 100).");
    }

    [Fact]
    public void It_names_the_posture_that_would_ban()
    {
        _state.Observe(Given.At(default), Given.Scan(7));
        Explain(Given.At(default)).Flip.ShouldStartWith("Posture hardened would ban it at once; otherwise 3 more ports");
        Explain(Given.At(default, PostureLevel.Explore)).Flip.ShouldBe("Posture explore never bans; posture hardened would ban it at once (score 70).");
    }

    [Fact]
    public void It_says_how_much_less_would_have_spared_a_ban()
    {
        _state.Observe(Given.At(default), Given.Scan(12));
        Explain(Given.At(TimeSpan.FromMinutes(1))).Flip
            .ShouldBe("More than 20.5 points less would have left its score of 120 short of the 100 that ban; it ends by itself in 9 min.");
    }

    [Fact]
    public void It_says_what_protects_and_what_would_happen_without()
    {
        var rules = new ProtectionRules(new ProtectionOptions { Allow = [Given.Subject] });
        _state.Observe(Given.At(default, rules: rules), Given.Scan(12));
        var explanation = Explain(Given.At(default, rules: rules));
        explanation.Protection.ShouldBe("allow list 203.0.113.9");
        explanation.Flip.ShouldBe("Without its protection it would be banned (score 120 of 100); protected: allow list 203.0.113.9.");
    }

    [Fact]
    public void It_says_that_one_proof_would_ban_a_known_address()
    {
        var known = new Conversation(Given.Start.AddHours(-1), Given.Start);
        _state.Observe(Given.At(default), Given.Scan(12) with { Conversation = known });
        var explanation = Explain(Given.At(default));
        explanation.Note.ShouldBe(ReputationJudge.FramedNote);
        explanation.Flip.ShouldBe(
            "1 more port of port-scan syn, in which it acknowledges a sequence number of ours, would ban it (score 120 of 100, but only 0 of them verified).");
    }

    [Fact]
    public void An_address_never_heard_of_is_clean_and_explained()
    {
        var explanation = Explain(Given.At(default));
        explanation.Standing.ShouldBe(Standing.Clean);
        explanation.Evidence.ShouldBeEmpty();
        explanation.Flip.ShouldBe("10 ports of a new port-scan syn would ban it (score 0 of 100).");
    }

    [Fact]
    public void The_sum_can_be_checked_also_beyond_the_cap()
    {
        var slow = Given.At(default, PostureLevel.Explore);
        _state.Observe(slow, Given.Scan(30));
        _state.Observe(Given.At(TimeSpan.FromMinutes(10), PostureLevel.Explore), Given.Scan(35));
        var explanation = Explain(Given.At(TimeSpan.FromMinutes(10)));
        var scan = explanation.Evidence.ShouldHaveSingleItem();
        scan.Points.ShouldBe(250, 1e-9);
        scan.PointsNow.ShouldBe(150, 1e-9);
        explanation.Score.ShouldBe(explanation.Evidence.Sum(evidence => evidence.PointsNow), 1e-9);
    }

    [Fact]
    public void It_tells_the_ban_as_it_was_decided_and_what_holds_now()
    {
        _state.Observe(Given.At(default) with { PolicyVersion = "a1" }, Given.Scan(12));
        var explanation = Explain(Given.At(TimeSpan.FromMinutes(5), PostureLevel.Hardened) with { PolicyVersion = "b2" });
        explanation.Decision.ShouldBe(new PastBan(
            Given.Start, 600, "port-scan syn, 12 ports 120; score 120 of 100 (balanced); seen by web1; unverified", 120, false, PostureLevel.Balanced, 100, "a1"));
        explanation.ShouldSatisfyAllConditions(
            e => e.Posture.ShouldBe(PostureLevel.Hardened),
            e => e.Policy.ShouldBe("b2"),
            e => e.Thresholds.ShouldBe(new PostureScores(null, 100, 60, 30)),
            e => e.NextBanSeconds.ShouldBe(600),
            e => e.Link.ShouldBe("/address/203.0.113.9"));
    }

    [Fact]
    public void It_remembers_the_last_bans_and_how_they_ended()
    {
        for (var day = 0; day < 10; day++)
        {
            _state.Observe(Given.At(TimeSpan.FromDays(day)), Given.Scan(12 * (day + 1)));
            if (day == 9) ReputationJudge.Lift(_state, Given.At(TimeSpan.FromDays(day) + TimeSpan.FromMinutes(1)), "op", "mistake");
        }

        var past = Explain(Given.At(TimeSpan.FromDays(10))).Past;
        past.Length.ShouldBe(ReputationState.MaxPast);
        past[0].ShouldSatisfyAllConditions(
            last => last.End.ShouldBe(BanEnd.Lifted), last => last.EndedBy.ShouldBe("op"), last => last.EndReason.ShouldBe("mistake"),
            last => last.EndedAt.ShouldBe(Given.Start.AddDays(9).AddMinutes(1)));
    }

    [Fact]
    public void What_an_earlier_ban_answered_for_is_told_apart()
    {
        _state.Observe(Given.At(default), Given.Scan(12, verified: true));
        _state.Observe(Given.At(TimeSpan.FromMinutes(11)), Given.Scan(15, verified: true));
        var explanation = Explain(Given.At(TimeSpan.FromMinutes(11)));
        explanation.Evidence.ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.Count.ShouldBe(15), e => e.Settled.ShouldBe(12), e => e.Points.ShouldBe(30));
        explanation.Past.ShouldHaveSingleItem().End.ShouldBe(BanEnd.RanOut);
        explanation.NextBanSeconds.ShouldBe(2400);
    }

    [Fact]
    public void Who_is_protected_is_told_that_nothing_would_ban_him()
    {
        var rules = new ProtectionRules(new ProtectionOptions { Allow = [Given.Subject] });
        _state.Observe(Given.At(default, rules: rules), Given.Scan(4));
        var explanation = Explain(Given.At(default, rules: rules));
        explanation.Flip.ShouldBe("It is protected (allow list 203.0.113.9): no posture and no evidence would ban it (score 40 of 100).");
        explanation.Changes.ShouldBeEmpty();
    }

    [Fact]
    public void Explaining_never_bans()
    {
        _state.Observe(Given.At(default, PostureLevel.Explore), Given.Scan(12));
        Explain(Given.At(default)).Standing.ShouldBe(Standing.Suspect);
        _state.Ban.ShouldBeNull();
    }

    private Explanation Explain(in JudgementContext context) => ReputationExplanation.Of(_state, Given.Subject, Given.Attacker, context);
}
