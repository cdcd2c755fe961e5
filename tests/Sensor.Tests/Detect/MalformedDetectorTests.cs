using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Detect;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Detect.Stage;
using static Tegument.Tests.Support.Packets.PacketBuilder;

namespace Tegument.Sensor.Tests.Detect;

public class MalformedDetectorTests
{
    private readonly Stage _stage = new();

    [Fact]
    public void A_scan_in_tiny_fragments_is_a_scan()
    {
        for (var port = 1; port <= 30; port++)
        {
            foreach (var piece in Fragmenter.Cut(Ethernet().IPv4(Attacker, Server).Tcp(40000, port, TcpFlags.Syn, options: TcpOption.Mss(1460)).Build(), 8, (uint)port)) _stage.Send(piece);
            _stage.Refuse(Server, port, Attacker, 40000);
        }

        _stage.Of(Attacker, EvidenceKind.PortScan, Techniques.Syn)!.Count.ShouldBe(30);
        _stage.Of(Attacker, EvidenceKind.Anomaly, Techniques.TinyFragments)!.Count.ShouldBe(30);
        _stage.Core.Fragments.Whole.ShouldBe(30);
        _stage.Core.Faults[DecodeStatus.FragmentTiny].ShouldBe(30);
    }

    [Fact]
    public void A_teardrop_is_an_anomaly_of_its_source()
    {
        var whole = Ethernet().IPv4(Attacker, Server).Udp(1000, 53).Payload(28).Build();
        _stage.Send(Fragmenter.Piece(whole, 0, 32, more: true)).Send(Fragmenter.Piece(whole, 24, 4, more: false));
        _stage.Of(Attacker, EvidenceKind.Anomaly, Techniques.OverlappingFragments)!.Count.ShouldBe(1);
    }

    [Fact]
    public void Honest_fragments_are_no_evidence_and_answered_questions_no_probes()
    {
        for (var i = 0; i < 50; i++)
        {
            foreach (var piece in Fragmenter.Cut(Ethernet().IPv4(Attacker, Server).Udp(1000 + i, 2049).Payload(8192).Build(), 1480, (uint)i)) _stage.Send(piece);
            foreach (var piece in Fragmenter.Cut(Ethernet().IPv4(Server, Attacker).Udp(2049, 1000 + i).Payload(8192).Build(), 1480, (uint)i)) _stage.Send(piece);
            _stage.Wait(0.01);
        }

        _stage.Wait(60).Evidence.ShouldBeEmpty();
        (_stage.Core.Fragments.Whole, _stage.Core.Malformed).ShouldBe((100, 0));
    }

    [Fact]
    public void First_fragments_that_nothing_follows_are_judged_when_they_are_given_up()
    {
        for (var port = 1; port <= 5; port++)
            _stage.Send(Fragmenter.Piece(Ethernet().IPv4(Attacker, Server).Tcp(40000, port, TcpFlags.Syn).Payload(100).Build(), 0, 96, more: true, (uint)port));
        _stage.Wait(5).Evidence.ShouldBeEmpty();
        _stage.Wait(35).Wait(5).Of(Attacker, EvidenceKind.PortScan)!.Count.ShouldBe(5);
    }

    [Fact]
    public void A_land_attack_accuses_nobody_and_is_an_incident_on_the_victim()
    {
        for (var i = 0; i < 1000; i++) _stage.Send(Ethernet().IPv4(Server, Server).Tcp(139, 139, TcpFlags.Syn).Build());
        _stage.Evidence.ShouldBeEmpty();
        var incident = _stage.Incidents.ShouldHaveSingleItem();
        (incident.Kind, incident.Technique, incident.Target, incident.Packets).ShouldBe((EvidenceKind.Malformed, Techniques.Land, IpKey.Parse(Server), 1000));
    }

    [Fact]
    public void Lengths_that_contradict_one_another_are_evidence()
    {
        _stage.Send(Ethernet().IPv4(Attacker, Server).Udp(1, 2, length: 99).Payload(9).Build());
        _stage.Send(Ethernet().IPv4(Attacker, Server, new Ipv4Fields { TotalLength = 12 }).Udp(1, 2).Build());
        _stage.Send(Fragmenter.Piece(Ethernet().IPv4(Attacker, Server).Udp(1, 2).Payload(90).Build(), 0, 33, more: true));
        _stage.Send(Ethernet().IPv4(Attacker, Server, new Ipv4Fields { FragmentOffset = 65512, Protocol = 1 }).Payload(64).Build());
        _stage.Of(Attacker, EvidenceKind.Malformed, Techniques.BadLength)!.Count.ShouldBe(4);
        _stage.Core.Malformed.ShouldBe(4);
    }

    [Fact]
    public void What_a_capture_cut_short_is_no_evidence()
    {
        byte[][] frames = [Ethernet().IPv4(Attacker, Server).Tcp(1, 2, TcpFlags.Ack, options: TcpOption.Timestamps).Payload(900).Build(), Ethernet().IPv4(Attacker, Server).Gre().IPv4("10.0.0.1", "10.0.0.2").Udp(1, 2).Payload(900).Build()];
        foreach (var frame in frames)
            for (var kept = 0; kept < frame.Length; kept++) Observe(frame.AsSpan(0, kept), frame.Length);
        _stage.Evidence.ShouldNotContain(e => e.Kind == EvidenceKind.Malformed || e.Kind == EvidenceKind.Anomaly);
        _stage.Core.Faults.NonZero().Select(f => f.Key).ShouldBeSubsetOf(["snap-truncated"]);
    }

    [Fact]
    public void What_this_host_sends_is_no_evidence()
    {
        var stage = new Stage(live: true);
        stage.Send(Ethernet().IPv4(Server, Attacker).Udp(1, 2, length: 99).Payload(9).Build(), outgoing: true);
        stage.Send(Ethernet().IPv4(Server, Server).Udp(7, 7).Build(), outgoing: true);
        (stage.Evidence.Count, stage.Incidents.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void A_flood_of_forged_malformed_packets_is_no_flood_of_evidence()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var source = string.Create(CultureInfo.InvariantCulture, $"203.{i % 200}.{i / 200}.7");
            _stage.Send(Ethernet().IPv4(source, Server).Udp(1, 2, length: 99).Payload(9).Build());
        }

        _stage.Evidence.Count.ShouldBe(MalformedDetector.MostPerSecond);
        _stage.Incidents.ShouldHaveSingleItem().Packets.ShouldBe(20_000 - MalformedDetector.MostPerSecond);
    }

    [Fact]
    public void A_flood_of_land_attacks_on_forged_victims_is_bounded()
    {
        for (var i = 0; i < 5000; i++)
        {
            var victim = string.Create(CultureInfo.InvariantCulture, $"203.{i % 200}.{i / 200}.7");
            _stage.Send(Ethernet().IPv4(victim, victim).Udp(7, 7).Build());
        }

        _stage.Incidents.Count.ShouldBe(MalformedDetector.MostPerSecond);
        _stage.Evidence.ShouldBeEmpty();
    }

    private void Observe(ReadOnlySpan<byte> kept, int wire)
    {
        var frame = new Frame { Bytes = kept, Timestamp = 1_700_000_000_000_000_000, WireLength = wire, Link = LinkType.Ethernet };
        _stage.Core.Observe(in frame);
    }
}
