using Tegument.Silo.Qualia;

namespace Tegument.Silo.Tests.Qualia;

public sealed class UsualRateTests
{
    [Fact]
    public void Half_an_hour_of_flood_does_not_move_what_is_usual()
    {
        var rate = new UsualRate();
        for (var minute = 0; minute < 60; minute++) rate.Tell(60 * 1000, 60);
        for (var minute = 0; minute < 29; minute++) rate.Tell(60 * 90_000, 60);
        rate.Usual.ShouldNotBeNull().ShouldSatisfyAllConditions(u => u.Median.ShouldBe(1000), u => u.Low.ShouldBe(1000), u => u.High.ShouldBe(90_000));
    }

    [Fact]
    public void It_says_nothing_until_five_minutes_have_been_told()
    {
        var rate = new UsualRate();
        for (var second = 0; second < 4 * 60; second += 3) rate.Tell(300, 3);
        (rate.Told, rate.Usual).ShouldBe((4, null));
        for (var second = 0; second < 60; second += 3) rate.Tell(300, 3);
        rate.Usual.ShouldBe(new UsualLoad(100, 100, 100));
    }

    [Fact]
    public void What_was_usual_before_a_restart_is_known_at_once()
    {
        var rate = new UsualRate();
        rate.Restore(new UsualLoad(10, 100, 300));
        rate.Usual.ShouldBe(new UsualLoad(10, 100, 300));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    public void Nonsense_is_not_learned(double amount, double seconds)
    {
        var rate = new UsualRate();
        for (var i = 0; i < 1000; i++) rate.Tell(amount, seconds);
        rate.Told.ShouldBe(0);
    }
}
