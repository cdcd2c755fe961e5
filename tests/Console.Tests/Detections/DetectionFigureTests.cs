using Tegument.Contracts.Api;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Wire;
using Tegument.Dashboard.Components.Detections;
using Tegument.Dashboard.Live;

namespace Tegument.Console.Tests.Detections;

/// <summary>The Detections page's chart and table.</summary>
public sealed class DetectionFigureTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 5, TimeSpan.Zero);
    private static readonly DetectionWindow Quarter = DetectionWindow.Of("15m");

    [Fact]
    public void Kinds_and_techniques_add_up_to_the_whole()
    {
        var figure = Figure(Series(EvidenceKind.PortScan, "syn", (20, 60)), Series(EvidenceKind.PortScan, "udp", (30, 20)), Series(EvidenceKind.Log, "", (40, 20)));
        figure.Items.ShouldBe(100);
        figure.Rows.Select(row => (row.Kind, row.Technique, row.Items, row.Share)).ShouldBe(
        [
            (EvidenceKind.PortScan, null, 80, 0.8), (EvidenceKind.PortScan, "syn", 60, 0.6), (EvidenceKind.PortScan, "udp", 20, 0.2), (EvidenceKind.Log, null, 20, 0.2),
        ]);
        figure.Layers.Sum(layer => layer.Items).ShouldBe(100);
        figure.Layers[(int)EvidenceGroup.Scan].Items.ShouldBe(80);
    }

    [Fact]
    public void The_present_rate_is_that_of_the_last_whole_step()
    {
        // 12:00:05 now, steps of 10 s: the one from 11:59:50 is whole, the one from 12:00:00 has only begun.
        var figure = Figure(Series(EvidenceKind.Log, "", (15, 7), (5, 500)));
        figure.Layers[(int)EvidenceGroup.Log].Rate.ShouldBe(42);
        figure.Words.ShouldBe("Evidence by kind in the last 15 minutes: 507 items; log 507.");
    }

    [Fact]
    public void Nothing_is_an_empty_chart_and_says_so()
    {
        var figure = Figure();
        figure.Items.ShouldBe(0);
        figure.Rows.ShouldBeEmpty();
        figure.Words.ShouldBe("No evidence in the last 15 minutes.");
        figure.Layers.ShouldAllBe(layer => layer.Area.Length == 0);
    }

    [Fact]
    public void Every_kind_says_what_it_is_and_what_is_done()
    {
        foreach (var kind in Enum.GetValues<EvidenceKind>().Where(kind => kind != EvidenceKind.None))
            KindWords.Of(kind).ShouldNotStartWith("A kind that this console does not know", customMessage: WireName.Of(kind));
    }

    [Fact]
    public void An_unknown_window_is_an_hour() => DetectionWindow.Of("<script>").Name.ShouldBe("1h");

    private static DetectionFigure Figure(params EvidenceSeries[] series) => new(new EvidenceSeriesList(Now - Quarter.Span, Quarter.StepSeconds, series), Quarter, Now);

    private static EvidenceSeries Series(EvidenceKind kind, string technique, params (int SecondsAgo, long Items)[] points) =>
        new(kind, technique, [.. points.Select(point => new EvidenceSeriesPoint(Step(Now.AddSeconds(-point.SecondsAgo)), point.Items, point.Items * 10))]);

    private static DateTimeOffset Step(DateTimeOffset at) => new(at.UtcTicks / TimeSpan.TicksPerSecond / 10 * 10 * TimeSpan.TicksPerSecond, TimeSpan.Zero);
}
