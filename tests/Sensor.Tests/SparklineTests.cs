using Tegument.Contracts.Qualia;
using Tegument.Sensor.Commands;

namespace Tegument.Sensor.Tests;

public sealed class SparklineTests
{
    private static readonly DateTimeOffset End = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_bar_is_the_highest_of_its_part_and_what_was_not_computed_is_a_dot()
    {
        var points = Enumerable.Range(0, 60).Select(i => Point(i, i == 20 ? 80 : 10));
        var line = Sparkline.Of(points, End, TimeSpan.FromMinutes(15), p => p.PeakTemperature, 30);
        line.ShouldBe(new string('·', 56) + "▂▂█▂");
    }

    [Fact]
    public void What_lies_outside_is_left_out_and_nothing_at_all_is_flat() =>
        Sparkline.Of([Point(0, 0), Point(-5, 9), Point(5000, 9)], End, TimeSpan.FromMinutes(15), p => p.PeakTemperature, 0).ShouldBe(new string('·', 59) + "▁");

    private static QualiaPoint Point(int secondsAgo, double temperature) => new(End.AddSeconds(-secondsAgo), 1, 1, temperature, 0, 1, temperature, 0, 0, 0, 0, 1);
}
