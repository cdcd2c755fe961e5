using Tegument.Dashboard.Components.Charts;
using Tegument.Dashboard.Live;

namespace Tegument.Console.Tests.Overview;

public sealed class TraceBucketsTests
{
    [Fact]
    public void Places_are_means_of_whole_multiples_and_the_last_holds_now()
    {
        TracePoint[] trace = [Told.Second(5, items: 4), Told.Second(4, items: 2), Told.Second(3, items: 0), Told.Second(0, items: 6)];
        var buckets = TraceBuckets.Of(trace, TraceWindow.Quarter, 5, Told.Now);
        buckets.Count.ShouldBe(180);
        buckets[179]!.Items.ShouldBe(3); // 14:32:15 and 14:32:18.
        buckets[178]!.Items.ShouldBe(3); // 14:32:13 and :14.
        buckets[177].ShouldBeNull();
    }

    [Fact]
    public void What_lies_before_the_window_is_left_out() =>
        TraceBuckets.Of([Told.Second(1000), Told.Second(0)], TraceWindow.Quarter, 5, Told.Now).Highest(point => point.Items).ShouldBe(1);

    [Fact]
    public void A_line_is_broken_where_nobody_told()
    {
        TracePoint[] trace = [Told.Second(30), Told.Second(25), Told.Second(5), Told.Second(0)];
        TraceBuckets.Of(trace, TraceWindow.Quarter, 5, Told.Now).Line(_ => 50).ShouldBe("M173 50L174 50M178 50L179 50");
    }

    [Fact]
    public void Smoothing_keeps_the_mean_and_leaves_gaps()
    {
        TracePoint[] trace = [Told.Second(10, items: 8), Told.Second(5, items: 0), Told.Second(0, items: 4)];
        var smooth = TraceBuckets.Of(trace, TraceWindow.Quarter, 5, Told.Now).Smoothed(2);
        smooth[177]!.Items.ShouldBe(8);
        smooth[178]!.Items.ShouldBe(4);
        smooth[179]!.Items.ShouldBe(2);
        smooth[176].ShouldBeNull();
    }
}
