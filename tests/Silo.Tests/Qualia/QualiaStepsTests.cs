using FsCheck;
using FsCheck.Fluent;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Qualia;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Tests.Qualia;

public sealed class QualiaStepsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static readonly Arbitrary<int[]> Temperatures = Gen.Choose(0, 1000).ArrayOf().Where(t => t.Length is > 0 and < 400).ToArbitrary();

    [Fact]
    public void Merging_by_way_of_tens_gives_the_same_minutes() => Prop.ForAll(Temperatures, temperatures =>
    {
        var seconds = temperatures.Select((t, i) => Second(i, t)).ToArray();
        var (at_once, by_tens) = (QualiaSteps.Merge(seconds, 60), QualiaSteps.Merge(QualiaSteps.Merge(seconds, 10), 60));
        return at_once.Zip(by_tens).All(pair => Same(pair.First, pair.Second)) && at_once.Length == by_tens.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_item_is_lost_by_merging() => Prop.ForAll(Temperatures, temperatures =>
        QualiaSteps.Merge(temperatures.Select((t, i) => Second(i, t)), 60).Sum(step => step.Evidence.Sum(e => e.Items)) == temperatures.Sum(t => (long)t))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_peak_of_one_second_is_seen_in_the_hour()
    {
        var hour = QualiaSteps.Merge(Enumerable.Range(0, 3600).Select(i => Second(i, i == 1234 ? 900 : 0)), 3600).ShouldHaveSingleItem().Point;
        (hour.PeakTemperature, hour.Seconds).ShouldBe((900, 3600));
        hour.Temperature.ShouldBe(0.25);
    }

    [Fact]
    public void The_bans_of_each_hour_of_a_day_are_its_mean_times_its_seconds()
    {
        var random = new Random(7);
        var bans = Enumerable.Range(0, 24).Select(hour => hour % 3 == 0 ? hour / 3 : random.Next(2000)).ToArray();
        var seconds = new int[86_400];
        for (var hour = 0; hour < 24; hour++)
        {
            for (var ban = 0; ban < bans[hour]; ban++) seconds[(hour * 3600) + random.Next(3600)]++;
        }

        // As they are kept: by way of tens and minutes, each rounded.
        var minutes = QualiaSteps.Merge(QualiaSteps.Merge(seconds.Select((count, i) => Bans(i, count)), 10), 60);
        QualiaSteps.Merge(minutes, 3600).Select(hour => (int)Math.Round(hour.Point.BansPerSecond * hour.Point.Seconds)).ShouldBe(bans);
    }

    [Fact]
    public void Techniques_beyond_the_bound_are_added_up_by_kind()
    {
        var many = Enumerable.Range(0, 100).Select(i => new EvidenceCount(EvidenceKind.Alert, $"sid-{i:00}", 1, 2)).ToArray();
        var step = QualiaSteps.Merge([Second(0, 0) with { Evidence = many }], 10)[0];
        step.Evidence.Length.ShouldBe(QualiaSteps.MaxEvidence + 1);
        step.Evidence[0].ShouldBe(new EvidenceCount(EvidenceKind.Alert, EvidenceCount.OtherTechniques, 68, 136));
    }

    [Fact]
    public void A_step_cut_in_two_is_made_whole_and_one_stored_twice_counts_once()
    {
        var (first, second) = (QualiaSteps.Merge([Second(0, 10), Second(1, 10)], 10), QualiaSteps.Merge([Second(5, 40)], 10));
        QualiaSteps.Join(first, second, 10).ShouldHaveSingleItem().Point.ShouldSatisfyAllConditions(p => p.Seconds.ShouldBe(3), p => p.Temperature.ShouldBe(20));
        var whole = QualiaSteps.Merge(Enumerable.Range(0, 10).Select(i => Second(i, 5)), 10);
        QualiaSteps.Join(whole, whole, 10).ShouldHaveSingleItem().Point.Seconds.ShouldBe(10);
    }

    private static QualiaStep Second(int second, int temperature) => new(
        new QualiaPoint(Start.AddSeconds(second), 1, 1, temperature, 0, 1, temperature, 0, temperature, 0, 0, 1),
        [new EvidenceCount(EvidenceKind.PortScan, temperature % 2 == 0 ? "syn" : "udp", temperature, temperature)]);

    private static QualiaStep Bans(int second, int bans) => new(Second(second, 0).Point with { BansPerSecond = bans }, []);

    private static bool Same(QualiaStep a, QualiaStep b) =>
        a.Point with { Temperature = 0, ItemsPerSecond = 0 } == b.Point with { Temperature = 0, ItemsPerSecond = 0 }
        && Math.Abs(a.Point.Temperature - b.Point.Temperature) < 0.01
        && a.Evidence.SequenceEqual(b.Evidence);
}
