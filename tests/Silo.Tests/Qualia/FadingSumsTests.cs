using Tegument.Silo.Qualia;

namespace Tegument.Silo.Tests.Qualia;

public sealed class FadingSumsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_steady_stream_shows_what_comes_in_a_minute()
    {
        var sums = new FadingSums(TimeSpan.FromMinutes(1), 10);
        for (var i = 0; i < 600; i++)
        {
            sums.Fade(Second);
            sums.Add("a", 5);
        }

        sums.Total.ShouldBe(300, 5);
    }

    [Fact]
    public void Fading_composes_and_ends_in_nothing()
    {
        var (once, twice) = (new FadingSums(TimeSpan.FromMinutes(1), 10), new FadingSums(TimeSpan.FromMinutes(1), 10));
        once.Add("a", 100);
        twice.Add("a", 100);
        once.Fade(60 * Second);
        twice.Fade(20 * Second);
        twice.Fade(40 * Second);
        once.Total.ShouldBe(100 / Math.E, 1e-9);
        twice.Total.ShouldBe(once.Total, 1e-9);
        once.Fade(3600 * Second);
        (once.Total, once.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void The_names_are_bounded_and_the_greatest_stay_while_the_total_is_exact()
    {
        var sums = new FadingSums(TimeSpan.FromMinutes(1), 2);
        foreach (var (name, amount) in new[] { ("a", 1.0), ("b", 5.0), ("c", 3.0), ("d", 0.5) }) sums.Add(name, amount);
        sums.Greatest(9).ShouldBe([("b", 5), ("c", 3)]);
        sums.Total.ShouldBe(9.5);
    }
}
