using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Dashboard.Components.Explain;

namespace Tegument.Console.Tests.Explain;

/// <summary>The waterfall: every number of it can be made again from those beside it.</summary>
public sealed class SumFigureTests
{
    [Fact]
    public void The_sum_as_decided_ends_at_the_score_that_banned()
    {
        var explanation = Explained.Banned(77, Explained.Given(5, 909, kind: EvidenceKind.Malformed, technique: "bad-length", weight: 5), Explained.Given(90, 161), Explained.Given(20, 77, "web-2", EvidenceKind.Log, "sshd-failed"));
        var figure = Figure(explanation, decided: true);
        figure.Score.ShouldBe(explanation.Decision!.Score);
        figure.Rows.Select(row => row.Kind).ShouldBe([SumKind.Adds, SumKind.Adds, SumKind.Adds, SumKind.Decays, SumKind.Agrees]);
        figure.Rows[^1].Sum.ShouldBe(figure.Score, 1e-6);
        figure.Crosses.ShouldBeTrue();
        var running = 0.0;
        foreach (var row in figure.Rows) (running += row.Adds).ShouldBe(row.Sum, 1e-9);
    }

    [Fact]
    public void The_sum_now_ends_at_the_score_now()
    {
        var explanation = Explained.Banned(77, Explained.Given(90, 161), Explained.Given(40, 77, "web-2"));
        Figure(explanation, decided: false).Rows[^1].Sum.ShouldBe(explanation.Score, 1e-6);
    }

    [Fact]
    public void A_decision_of_long_ago_still_ends_at_its_score()
    {
        var faded = Explained.Given(200, 0) with { PointsNow = 0, LastSeen = Explained.Now };
        var explanation = Explained.Banned(77, Explained.Given(90, 77));
        explanation = explanation with { Evidence = [faded], Decision = explanation.Decision! with { DecidedAt = Explained.Now.AddDays(-20), Score = 140 } };
        Figure(explanation, decided: true).Rows[^1].Sum.ShouldBe(140, 1e-9);
    }

    [Fact]
    public void Many_incidents_are_folded_and_the_sum_stays()
    {
        var explanation = Explained.Open([.. Enumerable.Range(1, 30).Select(i => Explained.Given(i, 10 * i))]);
        var folded = Figure(explanation, decided: false);
        folded.Rows.Count(row => row.Kind == SumKind.Adds).ShouldBe(SumFigure.MostRows);
        folded.Rows[^1].Sum.ShouldBe(explanation.Score, 1e-6);
        new SumFigure(explanation, new ScoreLine(explanation), decided: false, all: true).Rows.Count(row => row.Kind == SumKind.Adds).ShouldBe(30);
    }

    [Fact]
    public void What_came_during_a_ban_is_counted_and_adds_no_row()
    {
        var told = Explained.Given(0, 0, count: 400);
        var figure = Figure(Explained.Banned(77, Explained.Given(120, 77), told), decided: true);
        figure.Silent.ShouldBe(1);
        figure.Rows.ShouldHaveSingleItem().Adds.ShouldBe(120);
    }

    [Theory]
    [InlineData(EvidenceKind.PortScan, 12, 120, 10, "12 × 10")]
    [InlineData(EvidenceKind.BruteForce, 13, 90, 10, "(13 − 4 free) × 10")]
    [InlineData(EvidenceKind.PortScan, 600, 200, 10, "600 × 10, capped")]
    [InlineData(EvidenceKind.Signature, 3, 60, 60, "once per incident")]
    [InlineData(EvidenceKind.Anomaly, 9, 30, 10, "9 × 10, capped")]
    public void It_says_how_points_are_made_of_a_count(EvidenceKind kind, long count, double points, double weight, string how) =>
        EvidenceWords.How(Explained.Given(points, 0, kind: kind, count: count, weight: weight), Explained.Open()).ShouldBe(how);

    [Fact]
    public void It_says_that_the_rest_came_during_the_ban()
    {
        var explanation = Explained.Banned(77, Explained.Given(120, 77) with { Count = 600, LastSeen = Explained.Now });
        EvidenceWords.How(explanation.Evidence[0], explanation).ShouldBe("12 × 10, the rest while banned");
    }

    [Fact]
    public void The_length_of_a_ban_is_a_product_of_its_strikes()
    {
        BanProduct.Of(Explained.Banned(77, Explained.Given(120, 77))).ShouldBe(new BanProduct("40 min", "10 min × 4", 1, "one earlier verified ban counts as a strike"));
        var forged = Explained.Banned(77, Explained.Given(120, 77));
        forged = forged with { Decision = forged.Decision! with { Verified = false, TtlSeconds = 600 } };
        BanProduct.Of(forged).Base.ShouldBeNull();
        BanProduct.Of(Explained.Open()).Lasts.ShouldBe("40 min");
    }

    [Fact]
    public void It_says_what_other_postures_and_one_host_less_would_have_changed()
    {
        var explanation = Explained.Banned(77, Explained.Given(80, 161), Explained.Given(20, 77, "web-2"));
        var rows = ChangeRows.Of(explanation, new ScoreLine(explanation));
        rows.ShouldContain(row => row.Level == PostureLevel.Hardened && row.Text == "banned 1 min 24 s earlier: at 11:57:19 it had 80.0, over 60");
        rows.ShouldContain(row => row.Level == PostureLevel.Explore && row.Text.StartsWith("never bans"));
        rows.ShouldContain(row => row.Title == "Seen by one host only" && row.Text.EndsWith("under 100: suspect, not banned"));
        rows.ShouldContain(row => row.Title == "If unverified");
    }

    private static SumFigure Figure(Tegument.Contracts.Reputation.Explanation explanation, bool decided) => new(explanation, new ScoreLine(explanation), decided);
}
