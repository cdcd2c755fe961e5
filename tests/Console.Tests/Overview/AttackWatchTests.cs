using Tegument.Contracts.Qualia;
using Tegument.Dashboard.Live;

namespace Tegument.Console.Tests.Overview;

public sealed class AttackWatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_attack_begins_out_of_the_band_and_ends_a_minute_after_it_is_back()
    {
        var watch = new AttackWatch();
        Feel(watch, 0, 20, high: 100).ShouldBeNull();
        Feel(watch, 1, 140, high: 100)!.Since.ShouldBe(Start.AddSeconds(1));
        Feel(watch, 30, 20, high: 100).ShouldNotBeNull("the minute is not over");
        Feel(watch, 62, 20, high: 100).ShouldBeNull();
    }

    [Fact]
    public void A_band_that_learns_from_the_attack_does_not_end_it()
    {
        var watch = new AttackWatch();
        Feel(watch, 0, 20, high: 100);
        for (var second = 1; second < 200; second++) Feel(watch, second, 5000, high: second < 60 ? 100 : 11_000).ShouldNotBeNull();
    }

    [Fact]
    public void While_the_band_is_learned_one_small_scan_is_no_attack_and_a_thorough_one_is()
    {
        var watch = new AttackWatch();
        Feel(watch, 0, 100, high: 30, learning: true).ShouldBeNull();
        Feel(watch, 1, 200, high: 30, learning: true).ShouldNotBeNull();
    }

    private static AttackView? Feel(AttackWatch watch, int second, double temperature, double high, bool learning = false)
    {
        var quale = new Quale(0, Quale.OfHundred, 0, 1, false, "", []);
        watch.Feel(new QualiaSnapshot(Start.AddSeconds(second), quale, new Quale(temperature, Quale.PointsPerMinute, 0, high, learning, "", []), quale, [], 0, 0, 0, 1, 1));
        return watch.Attack;
    }
}
