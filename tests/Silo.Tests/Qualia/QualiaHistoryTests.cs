using Microsoft.Extensions.Hosting;
using Tegument.Contracts.Qualia;
using Tegument.Silo.Qualia;
using Tegument.Silo.Tests.Support;
using static Tegument.Silo.Tests.Qualia.QualiaGrainTests;

namespace Tegument.Silo.Tests.Qualia;

public sealed class QualiaHistoryTests : IAsyncDisposable
{
    private readonly TestSilo _silo = new();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Single_seconds_are_kept_for_a_quarter_of_an_hour()
    {
        var start = _silo.Now;
        for (var i = 0; i < 1000; i++) await Second(_silo);
        var seconds = await History(start, 1);
        (seconds.Length, seconds[0].Point.At, seconds[^1].Point.At).ShouldBe((900, start.AddSeconds(101), start.AddSeconds(1000)));
    }

    [Fact]
    public async Task Longer_steps_join_what_is_stored_with_what_is_not_yet()
    {
        var start = _silo.Now;
        for (var i = 0; i < 95; i++)
        {
            if (i == 70) await _silo.Take(_silo.Scan("203.0.113.9", 5));
            await Second(_silo);
        }

        (await History(start, 10)).Select(step => step.Point.Seconds).ShouldBe([9, 10, 10, 10, 10, 10, 10, 10, 10, 6]);
        var minutes = await History(start, 60);
        minutes.Select(step => step.Point.Seconds).ShouldBe([59, 36]);
        minutes[1].Evidence.ShouldHaveSingleItem().Items.ShouldBe(1);
        minutes[1].Point.PeakTemperature.ShouldBe(50);
        (await _silo.Qualia.Read(60, start)).ShouldHaveSingleItem().Point.Seconds.ShouldBe(59);
    }

    [Fact]
    public async Task A_stop_stores_what_is_left_and_the_next_start_completes_the_minute()
    {
        var start = _silo.Now;
        for (var i = 0; i < 25; i++) await Second(_silo);
        foreach (var service in _silo.Get<IEnumerable<IHostedService>>()) await service.StopAsync(CancellationToken.None);
        await using var next = new TestSilo(before: _silo);
        for (var i = 0; i < 70; i++) await Second(next);
        (await next.Qualia.Read(60, start))[0].Point.Seconds.ShouldBe(59);
        var all = await next.Grain<IQualiaGrain>(IQualiaGrain.Key).History(new QualiaQuery(start, 60));
        all.Sum(step => step.Point.Seconds).ShouldBe(95);
    }

    [Fact]
    public async Task A_second_that_was_missed_costs_no_count()
    {
        await Second(_silo);
        var start = _silo.Now;
        await _silo.Take(_silo.Scan("203.0.113.9", 5), _silo.Scan("203.0.113.7", 10));
        _silo.Time.Advance(TimeSpan.FromSeconds(3));
        await Second(_silo);
        for (var i = 0; i < 5; i++) await Second(_silo);
        var minute = (await History(start, 60)).ShouldHaveSingleItem().Point;
        (Math.Round(minute.BansPerSecond * minute.Seconds, 3), Math.Round(minute.ItemsPerSecond * minute.Seconds, 2)).ShouldBe((1, 2));
    }

    [Fact]
    public async Task What_bans_keep_away_is_kept_with_the_rest()
    {
        var fleet = _silo.Fleet;
        var start = _silo.Now;
        for (var i = 0; i < 70; i++)
        {
            if (i % 3 == 0) await fleet.Heartbeat(TestSilo.Report("web1") with { Roles = ["enforce"], DroppedByBans = 100 * i });
            await Second(_silo);
        }

        _silo.Get<QualiaBoard>().Current!.DroppedPerSecond.ShouldBe(100, 0.5);
        (await History(start, 1))[^1].Point.DroppedPerSecond.ShouldBe(100, 0.5);
        (await _silo.Qualia.Read(60, start)).ShouldHaveSingleItem().Point.DroppedPerSecond.ShouldBeInRange(80, 101);
    }

    [Theory]
    [InlineData(7, 60, "step: must be one of")]
    [InlineData(1, -60, "since: lies in the future")]
    [InlineData(10, 80_000, "step: 8000 points are more than 2000")]
    public async Task A_query_that_asks_too_much_is_refused_by_field(int step, int ago, string refusal) =>
        (await Should.ThrowAsync<ArgumentException>(() => History(_silo.Now.AddSeconds(-ago), step))).Message.ShouldStartWith(refusal);

    [Theory]
    [InlineData(15, 1)]
    [InlineData(60, 10)]
    [InlineData(600, 60)]
    [InlineData(60 * 24 * 3, 300)]
    [InlineData(60 * 24 * 30, 3600)]
    public void The_step_fits_the_span(int minutes, int step) => QualiaQuery.StepFor(TimeSpan.FromMinutes(minutes)).ShouldBe(step);

    private Task<QualiaStep[]> History(DateTimeOffset since, int step) => _silo.Grain<IQualiaGrain>(IQualiaGrain.Key).History(new QualiaQuery(since, step));
}
