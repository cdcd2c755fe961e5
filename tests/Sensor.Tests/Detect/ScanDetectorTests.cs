using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect;

public sealed class ScanDetectorTests
{
    private readonly Stage _stage = new();

    [Theory]
    [InlineData(TcpFlags.Syn, "syn")]
    [InlineData(0, "null")]
    [InlineData(TcpFlags.Fin, "fin")]
    [InlineData(TcpFlags.Fin | TcpFlags.Psh | TcpFlags.Urg, "xmas")]
    [InlineData(TcpFlags.Syn | TcpFlags.Fin, "syn-fin")]
    [InlineData(TcpFlags.Ack, "ack")]
    [InlineData(TcpFlags.Fin | TcpFlags.Ack, "maimon")]
    [InlineData(TcpFlags.Syn | 0xC0, "syn")]
    public void A_scan_that_is_ignored_is_named_by_its_flags(byte flags, string technique)
    {
        for (var port = 1; port <= 12; port++) _stage.Tcp(Attacker, 40_000, Server, port, flags);
        _stage.Wait(3);
        var scan = _stage.Of(Attacker, EvidenceKind.PortScan).ShouldNotBeNull();
        scan.Technique.ShouldBe(technique);
        scan.Count.ShouldBe(12);
        scan.Ports.ShouldBe(12);
        scan.Targets.ShouldBe(1);
        scan.Verified.ShouldBeFalse();
    }

    [Fact]
    public void A_refused_port_counts_at_once()
    {
        for (var port = 1; port <= 3; port++) _stage.Tcp(Attacker, 40_000 + port, Server, port, TcpFlags.Syn).Refuse(Server, port, Attacker, 40_000 + port);
        _stage.Of(Attacker, EvidenceKind.PortScan)!.Count.ShouldBe(3);
    }

    [Fact]
    public void Repeating_a_refused_port_does_not_count_again()
    {
        for (var round = 0; round < 5; round++)
            for (var port = 1; port <= 4; port++)
                _stage.Tcp(Attacker, 40_000 + (round * 10) + port, Server, port, TcpFlags.Syn).Refuse(Server, port, Attacker, 40_000 + (round * 10) + port);
        _stage.Of(Attacker, EvidenceKind.PortScan)!.Count.ShouldBe(4);
    }

    [Fact]
    public void A_stacks_options_on_refused_probes_make_it_a_connect_scan()
    {
        for (var port = 1; port <= 5; port++)
            _stage.Tcp(Attacker, 40_000 + port, Server, port, TcpFlags.Syn, options: TcpOption.StackSyn).Refuse(Server, port, Attacker, 40_000 + port);
        var scan = _stage.Of(Attacker, EvidenceKind.PortScan, "connect").ShouldNotBeNull();
        scan.Verified.ShouldBeFalse("an RST proves nothing");
    }

    [Fact]
    public void A_connect_scan_that_finishes_a_handshake_is_verified()
    {
        Refused(_stage, from: 1, to: 5);
        EmptyHandshake(41_000, 22);
        _stage.Of(Attacker, EvidenceKind.PortScan, "connect")!.Verified.ShouldBeFalse("one open port may be anybody's habit");
        EmptyHandshake(41_001, 80);
        _stage.Of(Attacker, EvidenceKind.PortScan, "connect")!.Verified.ShouldBeTrue();
    }

    [Fact]
    public void A_monitor_that_looks_in_every_quarter_of_an_hour_is_not_verified_for_a_forger()
    {
        EmptyHandshake(41_000, 80);
        _stage.Wait(900);
        Refused(_stage, from: 1, to: 9);
        EmptyHandshake(41_001, 80);
        EmptyHandshake(41_002, 22);
        _stage.Of(Attacker, EvidenceKind.PortScan, "connect")!.Verified.ShouldBeFalse();
    }

    [Fact]
    public void A_service_port_as_source_hides_no_refused_probe()
    {
        for (var port = 2000; port < 2012; port++) _stage.Tcp(Attacker, 80, Server, port, TcpFlags.Ack, 7, 8).Tcp(Server, port, Attacker, 80, TcpFlags.Rst, 8);
        _stage.Of(Attacker, EvidenceKind.PortScan, "ack")!.Count.ShouldBe(12);
    }

    [Fact]
    public void Pushed_data_that_is_reset_everywhere_is_an_ack_scan()
    {
        for (var port = 2000; port < 2012; port++) _stage.Tcp(Attacker, 40_000, Server, port, TcpFlags.Ack | TcpFlags.Psh, 7, 8).Tcp(Server, port, Attacker, 40_000, TcpFlags.Rst, 8);
        _stage.Of(Attacker, EvidenceKind.PortScan, "ack")!.Count.ShouldBe(12);
    }

    private void EmptyHandshake(int from, int port) =>
        _stage.Handshake(Attacker, from, Server, port).Tcp(Attacker, from, Server, port, TcpFlags.Rst | TcpFlags.Ack, 1001, 5001);

    [Fact]
    public void A_health_checkers_habit_does_not_verify_what_a_forger_sends_in_its_name()
    {
        for (var i = 0; i < 30; i++)
            _stage.Handshake(Attacker, 41_000 + i, Server, 80).Tcp(Attacker, 41_000 + i, Server, 80, TcpFlags.Fin | TcpFlags.Ack, 1001, 5001).Wait(5);
        Refused(_stage, from: 1, to: 9);
        _stage.Of(Attacker, EvidenceKind.PortScan, "connect")!.Verified.ShouldBeFalse();
    }

    [Fact]
    public void Half_open_probes_are_never_verified()
    {
        for (var port = 1; port <= 5; port++) _stage.Tcp(Attacker, 40_000, Server, port, TcpFlags.Syn).Refuse(Server, port, Attacker, 40_000);
        _stage.Tcp(Attacker, 40_000, Server, 22, TcpFlags.Syn).Tcp(Server, 22, Attacker, 40_000, TcpFlags.Syn | TcpFlags.Ack, 5000, 1001)
            .Tcp(Attacker, 40_000, Server, 22, TcpFlags.Rst, 1001);
        _stage.Of(Attacker, EvidenceKind.PortScan, "syn")!.Verified.ShouldBeFalse();
    }

    [Fact]
    public void A_udp_scan_is_told_by_port_unreachable()
    {
        for (var port = 1; port <= 6; port++)
        {
            _stage.Udp(Attacker, 40_000, Server, port);
            var quoted = PacketBuilder.Raw().IPv4(Attacker, Server).Udp(40_000, port).Payload(20).Build()[..28];
            _stage.Send(PacketBuilder.Ethernet().IPv4(Server, Attacker).Icmp(3, 3).Payload(quoted).Build());
        }

        _stage.Of(Attacker, EvidenceKind.PortScan, "udp")!.Count.ShouldBe(6);
    }

    [Fact]
    public void A_sweep_of_one_port_over_hosts_is_a_host_sweep_and_no_port_scan()
    {
        for (var host = 1; host <= 20; host++) _stage.Tcp(Attacker, 40_000, $"192.0.2.{host}", 445, TcpFlags.Syn);
        _stage.Wait(3);
        _stage.Of(Attacker, EvidenceKind.HostSweep, "syn")!.Count.ShouldBe(20);
        _stage.Of(Attacker, EvidenceKind.PortScan).ShouldBeNull();
    }

    [Fact]
    public void An_echo_sweep_counts_hosts_that_did_not_answer()
    {
        for (var host = 1; host <= 15; host++) _stage.Send(PacketBuilder.Ethernet().IPv4(Attacker, $"192.0.2.{host}").Icmp(8, 0, 0x1234_0001).Build());
        for (var host = 1; host <= 5; host++) _stage.Send(PacketBuilder.Ethernet().IPv4($"192.0.2.{host}", Attacker).Icmp(0, 0, 0x1234_0001).Build());
        _stage.Wait(3);
        _stage.Of(Attacker, EvidenceKind.HostSweep, "echo")!.Count.ShouldBe(10);
    }

    [Fact]
    public void A_slow_scan_over_hours_keeps_its_one_incident()
    {
        for (var port = 1; port <= 30; port++) _stage.Tcp(Attacker, 40_000 + port, Server, port, TcpFlags.Syn).Wait(900);
        var scan = _stage.Of(Attacker, EvidenceKind.PortScan).ShouldNotBeNull();
        scan.Count.ShouldBe(30);
        (scan.LastSeen - scan.FirstSeen).TotalHours.ShouldBeGreaterThan(6.5);
    }

    [Fact]
    public void Coming_back_to_the_same_ports_after_ten_minutes_counts_anew()
    {
        Refused(_stage, from: 1, to: 10);
        _stage.Wait(700);
        Refused(_stage, from: 1, to: 10, firstPort: 50_000);
        _stage.Of(Attacker, EvidenceKind.PortScan)!.Count.ShouldBe(20);
    }

    [Fact]
    public void The_second_SYN_of_the_same_ports_after_a_verdict_restarts_the_conversation()
    {
        _stage.Tcp(Attacker, 40_000, Server, 80, TcpFlags.Syn, options: TcpOption.StackSyn).Refuse(Server, 80, Attacker, 40_000).Wait(1);
        _stage.Handshake(Attacker, 40_000, Server, 80).Talk(Attacker, 40_000, Server, 80).Wait(3);
        _stage.Evidence.ShouldBeEmpty();
    }

    private static void Refused(Stage stage, int from, int to, int firstPort = 40_000)
    {
        for (var port = from; port <= to; port++)
            stage.Tcp(Attacker, firstPort + port, Server, port, TcpFlags.Syn, options: TcpOption.StackSyn).Refuse(Server, port, Attacker, firstPort + port);
    }
}
