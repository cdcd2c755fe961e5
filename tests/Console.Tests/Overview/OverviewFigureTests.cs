using Tegument.Contracts.Posture;
using Tegument.Contracts.Qualia;
using Tegument.Dashboard.Components.Charts;
using Tegument.Dashboard.Live;

namespace Tegument.Console.Tests.Overview;

public sealed class OverviewFigureTests
{
    private static readonly TracePoint[] Minute = [.. Enumerable.Range(0, 60).Select(ago => Told.Second(59 - ago, bans: ago == 30 ? 2 : 0))];

    [Fact]
    public void A_view_of_nothing_has_figures_to_show()
    {
        var figures = OverviewFigures.Of(FleetView.Nothing, TraceWindow.Quarter, [], Told.Now, null);
        figures.Skin.Stopped.ShouldBeEmpty();
        figures.Pressure.Value.ShouldBe("–");
        figures.Temperature.Verdict.ShouldBe("not felt yet");
        figures.Stack.Areas.ShouldBeEmpty();
        figures.Bans.Bars.Count.ShouldBe(24);
    }

    [Fact]
    public void The_membrane_carries_postures_over_time_and_tells_the_latest_change()
    {
        var view = Told.Live(hosts: Told.Host("web-1")) with
        {
            Trace = Minute,
            Posture = Told.Posture(PostureLevel.Hardened, 2, Told.Now.AddMinutes(-3), PostureMode.Adaptive),
            Postures = [new PosturePeriod(Told.Posture(PostureLevel.Balanced, 1, Told.Now.AddDays(-1)), Told.Now.AddDays(-1), null)],
        };
        var skin = OverviewFigures.Of(view, TraceWindow.Quarter, view.Trace, Told.Now, null).Skin;
        skin.Membrane.Select(span => span.Level).ShouldBe([PostureLevel.Balanced, PostureLevel.Hardened]);
        skin.Membrane[0].From.ShouldBe(0);
        skin.Membrane[1].Until.ShouldBe(100);
        skin.Change!.Full.ShouldBe("14:29:18 BALANCED → HARDENED · adaptive");
        skin.Change.Left.ShouldBeTrue();
        skin.Bans.Split('M').Length.ShouldBe(2, "one place has bans");
        skin.StoppedNow.ShouldBe(100);
    }

    [Fact]
    public void A_quale_says_what_to_make_of_it()
    {
        InstrumentWords.Verdict("Temperature", Told.Quale(3, 0, 30)).ShouldBe(("within band 0–30", "check", ""));
        InstrumentWords.Verdict("Temperature", Told.Quale(231, 0, 30)).ShouldBe(("7.7 × the band", "alarm", "hos"));
        InstrumentWords.Verdict("Pressure", Told.Quale(2.1, 0.5, 2, Quale.TimesUsual)).ShouldBe(("above band 0.5–2", "alarm", "sus"));
        InstrumentWords.Verdict("Pressure", Told.Quale(0.1, 0.5, 2, Quale.TimesUsual)).Tone.ShouldBe("sus");
        InstrumentWords.Verdict("Pressure", Told.Quale(1, 0.5, 2, Quale.TimesUsual, learning: true)).Words.ShouldBe("learning what is usual");
        InstrumentWords.Verdict("Pain", Told.Quale(0, 0, 1, Quale.OfHundred)).Words.ShouldBe("no sign of damage");
        InstrumentWords.Verdict("Pain", Told.Quale(5, 0, 1, Quale.OfHundred, causes: 1)).ShouldBe(("one cause", "warn", "sus"));
        InstrumentWords.Verdict("Pain", Told.Quale(55, 0, 1, Quale.OfHundred, causes: 3)).ShouldBe(("3 causes", "alarm", "hos"));
    }

    [Fact]
    public void While_pressure_is_learned_its_value_and_trace_say_nothing()
    {
        var buckets = TraceBuckets.Of(Minute, TraceWindow.Quarter, 5, Told.Now);
        var figure = InstrumentFigure.Pressure(Told.Quale(1, 0.5, 2, Quale.TimesUsual, learning: true), buckets);
        (figure.Value, figure.Trace, figure.Band, figure.Pointer).ShouldBe(("–", "", null, null));
    }

    [Fact]
    public void Above_its_band_a_trace_stays_on_the_scale_and_the_band_in_sight()
    {
        var buckets = TraceBuckets.Of([.. Minute, Told.Second(0, temperature: 4000)], TraceWindow.Quarter, 5, Told.Now);
        var figure = InstrumentFigure.Temperature(Told.Quale(4000, 0, 30), buckets);
        figure.Pointer!.Value.ShouldBeInRange(0, 100);
        figure.Band!.Value.Height.ShouldBeGreaterThan(5);
        figure.Tone.ShouldBe("hos");
    }

    [Fact]
    public void Bans_of_an_hour_stand_where_the_hour_is()
    {
        var hour = new DateTimeOffset(2025, 11, 21, 14, 0, 0, TimeSpan.Zero);
        QualiaPoint Of(int ago, double perSecond) => new(hour.AddHours(-ago), 3600, 1, 0, 0, 1, 0, 0, 0, perSecond, 0, 1);
        var bars = BanBarsFigure.Of([Of(23, 0.01), Of(2, 0.005), Of(0, 0.0025)]);
        bars.Total.ShouldBe(36 + 18 + 9);
        bars.Bars[0].Words.ShouldBe("15:00 to 16:00: 36 bans");
        bars.Bars[23].Words.ShouldBe("14:00 to 15:00: 9 bans");
        bars.Bars[1].Height.ShouldBe(0);
    }

    [Fact]
    public void Postures_before_the_window_are_cut_and_unknown_time_is_left_open()
    {
        var view = Told.Live() with { Postures = [new PosturePeriod(Told.Posture(PostureLevel.Explore, 1, Told.Now.AddMinutes(-5)), Told.Now.AddMinutes(-5), null)] };
        var spans = PostureSpans.Of(view, Told.Now.AddMinutes(-15), Told.Now);
        spans.Count.ShouldBe(1);
        spans[0].From.ShouldBe(Told.Now.AddMinutes(-5));
    }
}
