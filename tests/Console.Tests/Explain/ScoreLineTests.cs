using Tegument.Dashboard.Components.Explain;

namespace Tegument.Console.Tests.Explain;

/// <summary>The score over time as the address page draws it.</summary>
public sealed class ScoreLineTests
{
    [Fact]
    public void It_is_the_silos_score_now_and_what_decay_makes_of_it()
    {
        var explanation = Explained.Open(Explained.Given(90, 84), Explained.Given(20, 0, "web-2"));
        var line = new ScoreLine(explanation);
        line.At(Explained.Now).ShouldBe(explanation.Score, 1e-6);
        line.At(Explained.Now.AddMinutes(10)).ShouldBe(explanation.Score / 2, 1e-6);
        line.At(Explained.Now.AddSeconds(-85)).ShouldBe(0);
        line.At(Explained.Now.AddSeconds(-83)).ShouldBe(90, 0.2);
    }

    [Fact]
    public void Points_that_came_bit_by_bit_stand_at_the_moment_from_which_decay_leaves_what_is_left()
    {
        var slow = Explained.Given(100, 0) with { FirstSeen = Explained.Now.AddMinutes(-20), PointsNow = 50 };
        new ScoreLine(Explained.Open(slow)).Steps.ShouldHaveSingleItem().At.ShouldBe(Explained.Now.AddMinutes(-10), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void It_falls_below_a_threshold_when_the_half_life_says_so()
    {
        var line = new ScoreLine(Explained.Open(Explained.Given(200, 0)));
        line.FallsBelow(100, Explained.Now)!.Value.ShouldBe(Explained.Now.AddMinutes(10), TimeSpan.FromSeconds(1));
        line.FallsBelow(300, Explained.Now).ShouldBeNull();
    }

    [Fact]
    public void A_sensor_whose_points_are_gone_corroborates_no_more()
    {
        var line = new ScoreLine(Explained.Open(Explained.Given(100, 0), Explained.Given(10, 0, "web-2")));
        line.At(Explained.Now).ShouldBe(110 * 1.25, 1e-6);
        line.At(Explained.Now.AddMinutes(40)).ShouldBe(110.0 / 16, 1e-6);
    }

    [Fact]
    public void What_was_forgotten_for_room_is_in_the_line()
    {
        var explanation = Explained.Open(Explained.Given(50, 60)) with { ForgottenPoints = 8 };
        new ScoreLine(explanation).SumAt(Explained.Now).ShouldBe(explanation.Evidence[0].PointsNow + 8, 1e-6);
    }

    [Fact]
    public void The_chart_tells_itself_in_a_sentence_and_keeps_its_labels_apart()
    {
        var explanation = Explained.Banned(77, [.. Enumerable.Range(0, 20).Select(i => Explained.Given(20, 77 + i))]);
        var figure = new ScoreFigure(explanation, new ScoreLine(explanation), Explained.Now);
        figure.Words.ShouldContain("BALANCED bans at 100");
        figure.Rings.Count.ShouldBe(20);
        figure.Rings.Count(ring => ring.Label is not null).ShouldBeLessThan(9);
        figure.Thresholds.Count(threshold => threshold.InForce).ShouldBe(1);
        figure.Fields.ShouldHaveSingleItem();
        figure.NowX.ShouldBeInRange(20, 80);
    }

    [Fact]
    public void An_unheard_address_has_an_empty_chart()
    {
        var explanation = Explained.Open();
        var figure = new ScoreFigure(explanation, new ScoreLine(explanation), Explained.Now);
        figure.Now.ShouldBe(0);
        figure.Rings.ShouldBeEmpty();
        figure.Words.ShouldStartWith("Score from ");
        figure.Words.ShouldContain("No evidence is remembered");
    }
}
