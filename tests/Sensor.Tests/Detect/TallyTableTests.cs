using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Tests.Detect;

public sealed class TallyTableTests
{
    private const long Second = 1_000_000_000;
    private static readonly IpKey s_source = IpKey.Parse("198.51.100.7");

    [Fact]
    public void The_same_source_kind_and_technique_is_one_incident_until_it_was_silent_for_ten_minutes()
    {
        var table = new TallyTable(4);
        var first = table.OfSource(s_source, EvidenceKind.BruteForce, "ssh", Second)!;
        var number = first.Number;
        first.Count = 3;
        table.OfSource(s_source, EvidenceKind.BruteForce, "ssh", 500 * Second).ShouldBeSameAs(first);
        table.OfSource(s_source, EvidenceKind.BruteForce, "ftp", 500 * Second).ShouldNotBeSameAs(first);
        var later = table.OfSource(s_source, EvidenceKind.BruteForce, "ssh", 1200 * Second)!;
        later.Count.ShouldBe(0);
        later.Number.ShouldBeGreaterThan(number);
    }

    [Fact]
    public void A_full_table_refuses_strangers_while_its_incidents_are_young_and_gives_up_quiet_ones()
    {
        var table = new TallyTable(16);
        for (var i = 0; i < 16; i++) table.OfSource(Stranger(i), EvidenceKind.Malformed, "land", Second).ShouldNotBeNull();
        table.OfSource(Stranger(99), EvidenceKind.Malformed, "land", 2 * Second).ShouldBeNull();
        table.Refused.ShouldBe(1);
        table.OfSource(Stranger(99), EvidenceKind.Malformed, "land", 60 * Second).ShouldNotBeNull();
        table.Count.ShouldBe(16);
    }

    [Fact]
    public void What_was_not_told_yet_is_never_given_up()
    {
        var (table, desk) = (new TallyTable(8), new EvidenceDesk());
        for (var i = 0; i < 8; i++) desk.Touch(table.OfSource(Stranger(i), EvidenceKind.Malformed, "land", Second)!);
        table.OfSource(Stranger(99), EvidenceKind.Malformed, "land", 100 * Second).ShouldBeNull();
    }

    [Fact]
    public void An_incident_on_a_victim_names_the_hardware_address_it_accuses_and_no_source()
    {
        var core = new SensorCore(SensorLimits.Default, KeyedHash.ReplaySeed, live: false);
        var tally = core.Tallies.OnVictim(IpKey.Parse("192.0.2.1"), EvidenceKind.Anomaly, "arp-spoof", 0, 0x0025_B3BF_91EE, Second)!;
        tally.Count = 2;
        core.Desk.Touch(tally);
        var (items, incidents) = (new List<EvidenceItem>(), new List<VictimIncident>());
        core.Drain(everything: false, items, incidents);
        items.ShouldBeEmpty();
        incidents.Single().Mac.ShouldBe("00:25:b3:bf:91:ee");
    }

    private static IpKey Stranger(int number) => IpKey.FromIPv4(0xCB00_7100 + (uint)number);
}
