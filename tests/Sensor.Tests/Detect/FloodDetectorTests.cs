using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect;

public sealed class FloodDetectorTests
{
    private readonly Stage _stage = new();

    [Fact]
    public void Thousands_of_one_packet_sources_are_one_incident_and_nobodys_evidence()
    {
        for (var i = 0; i < 20_000; i++) _stage.Tcp(Random(i), 1024 + (i % 60_000), Server, 80, TcpFlags.Syn).Wait(0.0005);
        _stage.Wait(5);
        var incident = _stage.Incidents.ShouldHaveSingleItem();
        incident.Kind.ShouldBe(EvidenceKind.SynFlood);
        incident.Target.ShouldBe(IpKey.Parse(Server));
        incident.Port.ShouldBe(80);
        ((double)incident.Sources).ShouldBeInRange(18_500, 21_500);
        incident.TopSources.Length.ShouldBeLessThanOrEqualTo(VictimIncident.MaxTopSources);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_single_source_that_exceeds_the_rate_alone_is_named()
    {
        for (var i = 0; i < 1000; i++) _stage.Tcp(Attacker, 1024 + i, Server, 80, TcpFlags.Syn).Wait(0.0005);
        var flood = _stage.Of(Attacker, EvidenceKind.SynFlood).ShouldNotBeNull();
        flood.Severity.ShouldBe((byte)4);
        flood.Verified.ShouldBeFalse();
        _stage.Of(Attacker, EvidenceKind.PortScan).ShouldBeNull("one port is no scan");
    }

    [Fact]
    public void A_flood_at_a_steady_rate_keeps_growing()
    {
        for (var i = 0; i < 400 * 10; i++) _stage.Send(PacketBuilder.Ethernet().IPv4(Attacker, Server).Icmp(8, 0, (uint)i).Build()).Wait(1.0 / 400);
        var before = _stage.Of(Attacker, EvidenceKind.IcmpFlood)!.Count;
        for (var i = 0; i < 400 * 10; i++) _stage.Send(PacketBuilder.Ethernet().IPv4(Attacker, Server).Icmp(8, 0, (uint)i).Build()).Wait(1.0 / 400);
        _stage.Of(Attacker, EvidenceKind.IcmpFlood)!.Count.ShouldBeGreaterThan(before + 3000);
    }

    [Fact]
    public void A_flood_of_forged_null_segments_is_an_incident_and_nobodys_evidence()
    {
        for (var i = 0; i < 20_000; i++) _stage.Tcp(Random(i), 1024 + (i % 60_000), Server, 80, 0).Wait(0.0001);
        _stage.Wait(5);
        _stage.Evidence.ShouldBeEmpty();
        _stage.Incidents.ShouldHaveSingleItem().Kind.ShouldBe(EvidenceKind.AckFlood);
    }

    [Fact]
    public void A_busy_client_beside_a_forged_flood_is_not_accused()
    {
        for (var i = 0; i < 3000; i++)
        {
            _stage.Tcp(Random(i), 2000, Server, 443, TcpFlags.Syn);
            _stage.Handshake("203.0.113.5", 10_000 + i, Server, 443).Wait(0.0004);
        }

        _stage.Incidents.ShouldNotBeEmpty();
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_fast_port_scan_is_no_flood()
    {
        for (var port = 1; port <= 2000; port++) _stage.Tcp(Attacker, 40_000, Server, port, TcpFlags.Syn).Refuse(Server, port, Attacker, 40_000).Wait(0.0002);
        _stage.Incidents.ShouldBeEmpty();
        _stage.Of(Attacker, EvidenceKind.PortScan)!.Count.ShouldBe(2000);
    }

    [Fact]
    public void Udp_icmp_and_ack_floods_of_one_source_are_named()
    {
        for (var i = 0; i < 3000; i++)
        {
            _stage.Udp("198.51.100.1", 1024 + i, Server, 9999).Wait(0.0001);
            _stage.Send(PacketBuilder.Ethernet().IPv4("198.51.100.2", Server).Icmp(8, 0, (uint)i).Build());
            _stage.Tcp("198.51.100.3", 1024 + i, Server, 80, TcpFlags.Ack).Tcp(Server, 80, "198.51.100.3", 1024 + i, TcpFlags.Rst);
        }

        _stage.Of("198.51.100.1", EvidenceKind.UdpFlood).ShouldNotBeNull();
        _stage.Of("198.51.100.2", EvidenceKind.IcmpFlood).ShouldNotBeNull();
        _stage.Of("198.51.100.3", EvidenceKind.AckFlood).ShouldNotBeNull();
        _stage.Incidents.Select(i => i.Kind).Order().ShouldBe([EvidenceKind.UdpFlood, EvidenceKind.IcmpFlood, EvidenceKind.AckFlood]);
    }

    [Fact]
    public void Answers_nobody_asked_for_from_many_reflectors_are_amplification_and_ban_none_of_them()
    {
        for (var i = 0; i < 4000; i++) _stage.Udp(Random(i % 1500), 53, Server, 40_000, 1200).Wait(0.0002);
        var incident = _stage.Incidents.ShouldHaveSingleItem();
        incident.Kind.ShouldBe(EvidenceKind.Amplification);
        incident.Technique.ShouldBe("dns");
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_download_over_udp_that_is_answered_is_no_flood()
    {
        _stage.Udp("203.0.113.5", 50_000, Server, 443).Udp(Server, 443, "203.0.113.5", 50_000);
        for (var i = 0; i < 10_000; i++) _stage.Udp("203.0.113.5", 50_000, Server, 443, 1200).Wait(0.0001);
        _stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_multicast_source_is_reported_and_never_accused()
    {
        for (var i = 0; i < 1000; i++) _stage.Send(PacketBuilder.Ethernet().IPv6("ff02::1", "2001:db8::1").Icmpv6(128, 0, (uint)i).Build());
        _stage.Incidents.ShouldHaveSingleItem().Kind.ShouldBe(EvidenceKind.IcmpFlood);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void More_targets_than_records_are_counted()
    {
        for (var target = 0; target < 200; target++)
            for (var i = 0; i < 300; i++)
                _stage.Tcp(Random(i), 2000, $"192.0.2.{target + 1}", 80, TcpFlags.Syn);
        _stage.Core.Losses.FloodsUnrecorded.ShouldBeGreaterThan(0);
    }

    private static string Random(int i) => string.Create(CultureInfo.InvariantCulture, $"{20 + (i % 80)}.{i * 7 % 250}.{i / 80 % 250}.{(i * 13 % 250) + 1}");
}
