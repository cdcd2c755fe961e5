using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Tests.Rings;

public sealed class TallyMergeTests
{
    private static readonly DateTimeOffset s_begin = DateTimeOffset.UnixEpoch.AddYears(50);
    private readonly TallyMerge _merge = new(capacity: 4);

    [Fact]
    public void Rings_counts_of_one_source_add_up_and_a_later_total_replaces_an_earlier()
    {
        _merge.Add(0, Item(number: 10, count: 3)).Count.ShouldBe(3);
        var both = _merge.Add(1, Item(number: 12, count: 4, minute: 1));
        (both.Count, both.Targets, both.Incident, both.FirstSeen, both.LastSeen).ShouldBe((7, 2, 10, s_begin, s_begin.AddMinutes(1)));
        _merge.Add(0, Item(number: 10, count: 5)).Count.ShouldBe(9);
        _merge.Add(0, Item(number: 10, count: 5)).Count.ShouldBe(9);
    }

    [Fact]
    public void Ports_of_all_rings_are_told_once_each_and_no_more_than_an_item_may_tell()
    {
        _merge.Add(0, Item(number: 10, count: 3) with { TopPorts = [22, 2222] }).TopPorts.ShouldBe([22, 2222]);
        _merge.Add(1, Item(number: 12, count: 3) with { TopPorts = [2222, 80] }).TopPorts.ShouldBe([22, 2222, 80]);
        _merge.Add(0, Item(number: 10, count: 4) with { TopPorts = [1, 2, 3, 4, 5, 6, 7, 8] }).TopPorts.ShouldBe([22, 2222, 80, 1, 2, 3, 4, 5]);
        _merge.Add(0, Item(number: 10, count: 5)).TopPorts.ShouldBe([22, 2222, 80, 1, 2, 3, 4, 5]);
    }

    [Fact]
    public void A_ring_that_begins_anew_while_another_goes_on_loses_nothing()
    {
        _merge.Add(0, Item(number: 10, count: 3));
        _merge.Add(1, Item(number: 12, count: 4, minute: 9));
        var anew = _merge.Add(0, Item(number: 30, count: 1, minute: 12));
        (anew.Count, anew.Incident).ShouldBe((8, 10));
    }

    [Fact]
    public void After_ten_quiet_minutes_on_all_rings_the_next_incident_begins()
    {
        _merge.Add(0, Item(number: 10, count: 3));
        _merge.Add(1, Item(number: 12, count: 4, minute: 2));
        var next = _merge.Add(1, Item(number: 40, count: 1, minute: 13));
        (next.Count, next.Incident).ShouldBe((1, 40));
    }

    [Fact]
    public void Incidents_of_two_victims_never_share_a_number()
    {
        var one = _merge.Add(0, Incident("192.0.2.1"));
        var other = _merge.Add(1, Incident("192.0.2.2"));
        one.Id.ShouldNotBe(other.Id);
        _merge.Add(1, Incident("192.0.2.1")).ShouldSatisfyAllConditions(i => i.Id.ShouldBe(one.Id), i => i.Packets.ShouldBe(200), i => i.Sources.ShouldBe(6));
    }

    [Fact]
    public void Beyond_the_bound_an_incident_passes_as_its_ring_counted_it_until_quiet_ones_are_forgotten()
    {
        for (var i = 1; i <= 4; i++) _merge.Add(0, Item(number: 10, count: 3, source: $"198.51.100.{i}"));
        _merge.Add(0, Item(number: 11, count: 3, source: "198.51.100.9"));
        _merge.Add(1, Item(number: 12, count: 3, source: "198.51.100.9")).ShouldSatisfyAllConditions(i => i.Count.ShouldBe(3), i => i.Incident.ShouldBe(12));
        _merge.Refused.ShouldBe(2);
        _merge.Add(0, Item(number: 50, count: 3, minute: 20, source: "198.51.100.9"));
        _merge.Add(1, Item(number: 51, count: 3, minute: 20, source: "198.51.100.9")).Count.ShouldBe(6);
        _merge.Refused.ShouldBe(2);
    }

    private static EvidenceItem Item(long number, long count, int minute = 0, string source = "198.51.100.7") => new(
        IpKey.Parse(source), EvidenceKind.BruteForce, "ssh", number, count, 1, 1, s_begin.AddMinutes(minute), s_begin.AddMinutes(minute));

    private static VictimIncident Incident(string target) => new(
        77L ^ ((long)EvidenceKind.Anomaly << 56), EvidenceKind.Anomaly, "arp-spoof", IpKey.Parse(target), 0, 3, 100, s_begin, s_begin, []);
}
