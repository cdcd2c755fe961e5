using Tegument.Dashboard.Components.Charts;

namespace Tegument.Console.Tests.Overview;

public sealed class ChartScaleTests
{
    [Theory]
    [InlineData(0.0, 1.0, 1.0)]
    [InlineData(0.37, 0.4, 0.4)]
    [InlineData(9.5, 1.0, 10.0)]
    [InlineData(9.7, 1.0, 20.0)]
    [InlineData(250.0, 1.0, 300.0)]
    [InlineData(1_000_000.0, 1.0, 2_000_000.0)]
    public void A_linear_scale_ends_at_a_round_number_with_room_above_the_highest(double highest, double least, double max) =>
        ChartScale.Linear(highest, least).Max.ShouldBe(max, tolerance: max * 1e-9);

    [Fact]
    public void Half_the_height_of_a_root_scale_is_a_quarter_of_its_end()
    {
        var scale = ChartScale.Root(1400, 10);
        scale.Max.ShouldBe(2000);
        scale.Ticks.ShouldBe([500.0, 2000.0]);
        scale.Part(500).ShouldBe(0.5);
        scale.Part(9999).ShouldBe(1);
    }

    [Fact]
    public void What_is_no_number_leaves_the_least_scale() => ChartScale.Linear(double.NaN, 1).Max.ShouldBe(1);

    [Fact]
    public void Every_scale_is_above_what_it_shows()
    {
        for (var highest = 0.001; highest < 1e9; highest *= 1.07)
        {
            ChartScale.Linear(highest, 0.4).Max.ShouldBeGreaterThan(highest);
            ChartScale.Root(highest, 10).Max.ShouldBeGreaterThan(highest);
        }
    }
}
