using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Tests.Qualia;

public sealed class QualiaTallyTests
{
    private static readonly IpKey Source = IpKey.Parse("203.0.113.9");
    private readonly QualiaTally _tally = new();

    [Fact]
    public void Nothing_is_counted_twice_and_nothing_lost_between_threads()
    {
        var seen = (Items: 0L, Points: 0.0);
        var item = new EvidenceItem(Source, EvidenceKind.PortScan, "syn", 1, 1, 1, 1, default, default);
        Parallel.For(0, 8, worker =>
        {
            for (var i = 0; i < 5000; i++)
            {
                _tally.Items([item, item with { Technique = "udp" }]);
                _tally.Gained("web1", Source, EvidenceKind.PortScan, "syn", 0, 0.5);
                if (i % 100 == 0) Drain();
            }
        });
        Drain();
        seen.ShouldBe((80_000, 20_000));

        void Drain()
        {
            var sample = _tally.Drain();
            lock (_tally) seen = (seen.Items + sample.Evidence.Sum(e => e.Items), seen.Points + sample.Evidence.Sum(e => e.Points));
        }
    }

    [Fact]
    public void Techniques_and_names_are_bounded_and_the_sums_stay_exact()
    {
        for (var i = 0; i < 10_000; i++) _tally.Gained($"sensor{i}", IpKey.FromIPv4(0xCB000000u + (uint)i), EvidenceKind.Signature, $"sid-{i}", 4, 1);
        var sample = _tally.Drain();
        sample.Evidence.Sum(e => e.Points).ShouldBe(10_000);
        sample.Evidence.Length.ShouldBeLessThanOrEqualTo(8 * (TallyPart.MaxTechniques + 1));
        sample.Severe.Length.ShouldBeLessThanOrEqualTo(64);
        sample.Sources.Length.ShouldBe(64);
        sample.Sensors.Length.ShouldBe(64);
    }

    [Fact]
    public void A_sample_of_many_growths_speaks_for_all_of_them()
    {
        for (var i = 0; i < 200_000; i++) _tally.Gained("web1", Source, EvidenceKind.PortScan, "syn", 0, 10);
        _tally.Drain().Sources.ShouldHaveSingleItem().Points.ShouldBe(2_000_000, 20_000);
    }
}
