using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect;

public sealed class InnocentTrafficTests
{
    private const string Client = "203.0.113.5";
    private readonly Stage _stage = new();

    [Fact]
    public void Ninety_one_ports_that_answer_are_no_scan()
    {
        for (var port = 1; port <= 91; port++) _stage.Handshake(Client, 40_000 + port, Server, 49_000 + port).Talk(Client, 40_000 + port, Server, 49_000 + port);
        _stage.Wait(5);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Seven_hundred_connections_in_six_seconds_are_no_flood()
    {
        for (var i = 0; i < 700; i++) _stage.Handshake(Client, 30_000 + i, Server, 443).Talk(Client, 30_000 + i, Server, 443).Wait(6.0 / 700);
        _stage.Evidence.ShouldBeEmpty();
        _stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_load_test_of_thousands_of_finished_handshakes_a_second_is_no_flood()
    {
        for (var i = 0; i < 5000; i++) _stage.Handshake(Client, 10_000 + i, Server, 443).Wait(0.0002);
        _stage.Incidents.ShouldBeEmpty();
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_resolver_answering_many_client_ports_is_no_scan()
    {
        for (var port = 0; port < 60; port++) _stage.Udp("192.0.2.53", 53, Client, 20_000 + port, 100);
        _stage.Wait(5);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Backscatter_is_no_scan()
    {
        for (var port = 1; port <= 40; port++)
        {
            _stage.Tcp(Client, 80, Server, 20_000 + port, TcpFlags.Syn | TcpFlags.Ack, 5000, 77);
            _stage.Tcp(Client, 81, Server, 20_000 + port, TcpFlags.Rst, 5000);
            _stage.Tcp(Client, 82, Server, port, TcpFlags.Rst | TcpFlags.Ack, 5000, 3);
        }

        _stage.Wait(5);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_peer_to_peer_clients_fan_out_over_many_ports_is_no_sweep()
    {
        for (var peer = 1; peer <= 120; peer++)
        {
            var (address, port) = ($"198.18.{peer / 100}.{(peer % 100) + 1}", 6881 + (peer * 37 % 5000));
            if (peer % 3 == 0) _stage.Tcp(Client, 40_000 + peer, address, port, TcpFlags.Syn, options: TcpOption.StackSyn);
            else _stage.Handshake(Client, 40_000 + peer, address, port).Talk(Client, 40_000 + peer, address, port);
            _stage.Wait(0.03);
        }

        _stage.Wait(5);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_client_whose_server_is_down_is_no_scanner()
    {
        for (var i = 0; i < 50; i++)
            _stage.Tcp(Client, 40_000 + i, Server, i % 2 == 0 ? 443 : 80, TcpFlags.Syn, options: TcpOption.StackSyn).Refuse(Server, i % 2 == 0 ? 443 : 80, Client, 40_000 + i).Wait(2);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void After_a_restart_living_flows_are_adopted_and_no_ack_or_fin_scan()
    {
        var stage = new Stage(live: true);
        for (var i = 0; i < 40; i++)
        {
            // Forty sessions to forty services, met in the middle: the client acknowledges, our side sends data or acknowledges.
            stage.Tcp(Client, 40_000 + i, Server, 2000 + i, TcpFlags.Ack, 900, 700);
            stage.Tcp(Server, 2000 + i, Client, 40_000 + i, i % 2 == 0 ? TcpFlags.Ack : (byte)(TcpFlags.Ack | TcpFlags.Psh), 700, 900, payload: i % 2 == 0 ? 0 : 50, outgoing: true);
        }

        for (var i = 0; i < 20; i++)
        {
            stage.Tcp(Client, 50_000 + i, Server, 3000 + i, TcpFlags.Fin | TcpFlags.Ack, 900, 700);
            stage.Tcp(Server, 3000 + i, Client, 50_000 + i, TcpFlags.Ack, 700, 901, outgoing: true);
            stage.Tcp(Server, 4000 + i, Client, 51_000 + i, TcpFlags.Ack | TcpFlags.Psh, 700, 900, payload: 10, outgoing: true);
            stage.Tcp(Client, 51_000 + i, Server, 4000 + i, TcpFlags.Ack, 900, 710);
        }

        stage.Wait(5);
        stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_bare_FIN_inside_a_known_flow_is_no_fin_scan()
    {
        for (var i = 0; i < 20; i++)
            _stage.Handshake(Client, 40_000 + i, Server, 2000 + i).Talk(Client, 40_000 + i, Server, 2000 + i).Tcp(Client, 40_000 + i, Server, 2000 + i, TcpFlags.Fin, 1101);
        _stage.Wait(5);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_one_way_stream_to_many_ports_is_no_udp_scan()
    {
        for (var i = 0; i < 200; i++)
        {
            for (var port = 0; port < 12; port++) _stage.Udp(Client, 5000, Server, 6000 + port, 1000);
            _stage.Wait(0.02);
        }

        _stage.Wait(5);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_host_looking_for_its_neighbours_is_no_sweep_until_it_asks_for_many_at_once()
    {
        for (var host = 1; host <= 40; host++) _stage.Send(PacketBuilder.Ethernet().Arp(1, "192.0.2.1", $"192.0.2.{host + 1}").Build()).Wait(1);
        _stage.Wait(5);
        _stage.Evidence.ShouldBeEmpty();
        for (var host = 1; host <= 100; host++) _stage.Send(PacketBuilder.Ethernet().Arp(1, "192.0.2.200", $"192.0.3.{host}").Build());
        _stage.Wait(5);
        _stage.Of("192.0.2.200", EvidenceKind.HostSweep, "arp")!.Count.ShouldBe(100);
    }

    [Fact]
    public void Broadcasting_many_services_is_no_udp_scan()
    {
        for (var i = 0; i < 10; i++)
        {
            for (var port = 0; port < 10; port++) _stage.Send(PacketBuilder.Ethernet(destination: 0xFFFF_FFFF_FFFF).IPv4(Client, "203.0.113.255").Udp(5000 + port, 20_000 + port).Payload(30).Build());
            _stage.Wait(3);
        }

        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Fifteen_hundred_sessions_met_at_once_in_the_middle_are_no_ack_flood()
    {
        var stage = new Stage(live: true);
        for (var i = 0; i < 1500; i++)
        {
            stage.Tcp(Client, 10_000 + i, Server, 443, TcpFlags.Ack, 900, 700);
            stage.Tcp(Server, 443, Client, 10_000 + i, TcpFlags.Ack | TcpFlags.Psh, 700, 900, payload: 50, outgoing: true).Wait(0.0005);
        }

        stage.Wait(5);
        stage.Incidents.ShouldBeEmpty();
        stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Packets_seen_on_a_bridge_and_its_port_are_counted_once()
    {
        for (var i = 0; i < 2000; i++)
        {
            for (var copy = 0; copy < 2; copy++) _stage.Tcp(Client, 10_000 + i, Server, 443, TcpFlags.Syn, 1000, 0, TcpOption.StackSyn).Wait(0.00001);
            for (var copy = 0; copy < 2; copy++) _stage.Tcp(Server, 443, Client, 10_000 + i, TcpFlags.Syn | TcpFlags.Ack, 5000, 1001).Wait(0.00001);
            for (var copy = 0; copy < 2; copy++) _stage.Tcp(Client, 10_000 + i, Server, 443, TcpFlags.Ack, 1001, 5001).Wait(0.003);
        }

        _stage.Incidents.ShouldBeEmpty();
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_ping_a_second_in_a_stretch_of_the_past_is_no_flood()
    {
        _stage.Send(PacketBuilder.Ethernet().IPv4("198.51.100.99", Server).Icmp(8, 0, 1).Build());
        _stage.Rewind(7200);
        for (var i = 0; i < 600; i++)
        {
            _stage.Send(PacketBuilder.Ethernet().IPv4(Client, Server).Icmp(8, 0, 0x4d0000).Build());
            _stage.Send(PacketBuilder.Ethernet().IPv4(Server, Client).Icmp(0, 0, 0x4d0000).Build()).Rewind(-1);
        }

        _stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void Our_own_probes_are_never_evidence()
    {
        var stage = new Stage(live: true);
        for (var port = 1; port <= 30; port++) stage.Tcp(Server, 40_000, "198.18.0.1", port, TcpFlags.Syn, outgoing: true).Tcp("198.18.0.1", port, Server, 40_000, TcpFlags.Rst | TcpFlags.Ack);
        stage.Wait(5);
        stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_busy_site_with_far_clients_does_not_stay_a_flood_that_it_looked_like_for_a_moment()
    {
        const int perSecond = 3000, away = 600;
        for (var i = 0; i < 10 * perSecond; i++)
        {
            var (now, then) = (FarClient(i), FarClient(i - away));
            _stage.Tcp(now, 2000 + (i % 50_000), Server, 443, TcpFlags.Syn, 1000, 0, TcpOption.StackSyn)
                .Tcp(Server, 443, now, 2000 + (i % 50_000), TcpFlags.Syn | TcpFlags.Ack, 5000, 1001, TcpOption.StackSyn);
            if (i >= away)
                _stage.Tcp(then, 2000 + ((i - away) % 50_000), Server, 443, TcpFlags.Ack, 1001, 5001).Talk(then, 2000 + ((i - away) % 50_000), Server, 443);
            _stage.Wait(1.0 / perSecond);
        }

        foreach (var incident in _stage.Incidents) incident.Packets.ShouldBeLessThan(3 * perSecond, "the first seconds, not all ten");
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_busy_name_server_that_answers_is_under_no_flood_and_its_questions_do_not_fill_the_table()
    {
        const int perSecond = 5000;
        for (var i = 0; i < 20 * perSecond; i++)
        {
            _stage.Udp(FarClient(i), 1024 + (i % 60_000), Server, 53, 40);
            if (i >= 100) _stage.Udp(Server, 53, FarClient(i - 100), 1024 + ((i - 100) % 60_000), 180);
            _stage.Wait(1.0 / perSecond);
        }

        _stage.Incidents.ShouldBeEmpty();
        _stage.Evidence.ShouldBeEmpty();
        _stage.Core.Losses.FlowsRefused.ShouldBe(0);
        _stage.Core.Flows.Count.ShouldBeLessThan(15 * perSecond);
    }

    private static string FarClient(int i) => $"10.{20 + (i >> 16)}.{(i >> 8) & 255}.{i & 255}";
}
