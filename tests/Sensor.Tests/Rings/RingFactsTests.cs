using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Detect.Rings;

namespace Tegument.Sensor.Tests.Rings;

public sealed class RingFactsTests
{
    private static readonly IpKey s_target = IpKey.Parse("192.0.2.10");
    private readonly Weigher _weigher = new();

    [Fact]
    public void A_full_sheet_is_handed_in_and_nothing_is_lost_or_reordered()
    {
        var facts = new RingFacts(_weigher);
        for (var i = 0; i < RingFacts.Capacity + 1; i++) facts.NoFlood(EvidenceKind.SynFlood, s_target, s_target, (ushort)i, i);
        _weigher.Ports.Count.ShouldBe(RingFacts.Capacity);
        facts.Any.ShouldBeTrue();
        facts.HandIn();
        facts.Any.ShouldBeFalse();
        facts.HandIn();
        _weigher.Ports.ShouldBe(Enumerable.Range(0, RingFacts.Capacity + 1).Select(i => (ushort)i));
    }

    [Fact]
    public void A_flood_is_what_all_rings_together_say_is_one()
    {
        var facts = new RingFacts(_weigher);
        var flood = new FloodedTarget(EvidenceKind.SynFlood, "", s_target, 80, Spread: false);
        facts.IsFlooded(in flood).ShouldBeFalse();
        _weigher.Flooded = [flood with { Port = 81 }, flood];
        facts.IsFlooded(in flood).ShouldBeTrue();
        facts.IsFlooded(flood with { Kind = EvidenceKind.AckFlood }).ShouldBeFalse();
    }

    private sealed class Weigher : IRingWeigher
    {
        public List<ushort> Ports { get; } = [];

        public FloodedTarget[] Flooded { get; set; } = [];

        public void Take(ReadOnlySpan<RingFact> facts)
        {
            foreach (var fact in facts) Ports.Add(fact.Port);
        }
    }
}
