using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Detect;

public sealed class IcmpTunnelDetectorTests
{
    private const string Client = "192.0.2.77";
    private const string Server = "198.51.100.9";
    private readonly Stage _stage = new();
    private readonly Random _random = new(5);

    [Fact]
    public void Replies_with_other_data_than_was_sent_are_a_tunnel()
    {
        for (var i = 0; i < 23; i++) Ping(i, Data(20 + i), Data(60 + (i * 3))).Wait(0.5);
        var tunnel = _stage.Of(Client, EvidenceKind.Anomaly, Techniques.IcmpTunnel).ShouldNotBeNull();
        (tunnel.Count, tunnel.Verified).ShouldBe((4, false));
        tunnel.Sample.ShouldBe("echo with 198.51.100.9 carries changing data");
    }

    [Fact]
    public void Commands_that_come_back_on_empty_pings_are_a_tunnel()
    {
        for (var i = 0; i < 10; i++) Ping(i, [], Data(30)).Wait(0.2);
        _stage.Of(Client, EvidenceKind.Anomaly, Techniques.IcmpTunnel).ShouldNotBeNull();
    }

    [Fact]
    public void The_kernels_own_reply_beside_the_tunnels_hides_nothing()
    {
        for (var i = 0; i < 10; i++)
        {
            var sent = Data(200);
            Ping(i, sent, sent).Send(Reply(i, Data(300))).Wait(0.2);
        }

        _stage.Of(Client, EvidenceKind.Anomaly, Techniques.IcmpTunnel).ShouldNotBeNull();
    }

    [Fact]
    public void Replies_of_another_size_to_pings_that_were_never_sent_are_a_tunnel()
    {
        for (var i = 0; i < 10; i++) Ping(i, Pattern(i, 36), Pattern(i, 36)).Send(Reply(i + 20, Data(700 + i))).Wait(0.2);
        _stage.Of(Client, EvidenceKind.Anomaly, Techniques.IcmpTunnel).ShouldNotBeNull();
    }

    [Fact]
    public void Replies_whose_pings_the_capture_missed_or_that_come_late_are_no_tunnel()
    {
        for (var i = 40; i < 400; i++)
        {
            if (i % 3 != 0) _stage.Send(Request(i, Pattern(i, 56)));
            _stage.Send(Reply(i, Pattern(i, 56))).Send(Reply(i - 30, Pattern(i - 30, 56))).Wait(0.2);
        }

        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Requests_whose_data_and_length_change_all_the_time_are_a_tunnel()
    {
        for (var i = 0; i < 60; i++)
        {
            var sent = Data(70 + (i * 37 % 400));
            Ping(i, sent, sent).Wait(0.5);
        }

        _stage.Of(Client, EvidenceKind.Anomaly, Techniques.IcmpTunnel).ShouldNotBeNull();
    }

    [Fact]
    public void A_tunnel_over_ipv6_is_seen_as_well()
    {
        for (var i = 0; i < 6; i++)
        {
            _stage.Send(PacketBuilder.Ethernet().IPv6("2001:db8::7", "2001:db8::9").Icmpv6(128, 0, (uint)(0x70000 + i)).Payload(Data(50)).Build());
            _stage.Send(PacketBuilder.Ethernet().IPv6("2001:db8::9", "2001:db8::7").Icmpv6(129, 0, (uint)(0x70000 + i)).Payload(Data(90)).Build()).Wait(0.2);
        }

        _stage.Of("2001:db8::7", EvidenceKind.Anomaly, Techniques.IcmpTunnel).ShouldNotBeNull();
    }

    [Fact]
    public void This_host_tunnelling_out_is_an_incident_on_it_and_accuses_nobody()
    {
        var stage = new Stage(live: true);
        for (var i = 0; i < 10; i++) stage.Send(Request(i, Data(40)), outgoing: true).Send(Reply(i, Data(80))).Wait(0.2);
        var incident = stage.Incidents.ShouldHaveSingleItem();
        (incident.Kind, incident.Technique, incident.Target).ShouldBe((EvidenceKind.Anomaly, Techniques.IcmpTunnel, IpKey.Parse(Client)));
        stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Live_a_forged_reply_in_our_name_accuses_nobody()
    {
        var stage = new Stage(live: true);
        for (var i = 0; i < 50; i++) stage.Send(Request(i, Data(40))).Send(Reply(i, Data(80))).Wait(0.1);
        stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_forwarded_tunnel_that_is_seen_twice_counts_once()
    {
        var stage = new Stage(live: true);
        for (var i = 0; i < 9; i++)
        {
            var (request, reply) = (Request(i, Data(i % 2 == 0 ? 0 : 40)), Reply(i, Data(80)));
            stage.Send(request).Send(request, outgoing: true).Send(reply).Send(reply, outgoing: true).Wait(0.2);
        }

        stage.Of(Client, EvidenceKind.Anomaly, Techniques.IcmpTunnel).ShouldNotBeNull().Count.ShouldBe(1);
        stage.Incidents.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(56)]
    [InlineData(1472)]
    [InlineData(0)]
    public void Pings_of_any_size_that_come_back_unchanged_are_no_tunnel(int length)
    {
        for (var i = 0; i < 600; i++) Ping(i, Pattern(i, length), Pattern(i, length)).Wait(0.2);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_search_for_the_largest_packet_is_no_tunnel()
    {
        for (var i = 0; i < 600; i++) Ping(i, Pattern(i, 64 + (i * 29 % 1400)), Pattern(i, 64 + (i * 29 % 1400))).Wait(0.1);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Pings_with_random_data_of_one_size_are_no_tunnel()
    {
        for (var i = 0; i < 600; i++)
        {
            var sent = Data(120);
            Ping(i, sent, sent).Wait(0.1);
        }

        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_device_that_cuts_its_replies_short_is_no_tunnel()
    {
        for (var i = 0; i < 100; i++) Ping(i, Pattern(i, 1000), Pattern(i, 64)).Wait(0.2);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_device_that_blanks_its_replies_is_no_tunnel()
    {
        for (var i = 0; i < 100; i++) Ping(i, Pattern(i, 100), new byte[100]).Wait(0.2);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Replies_that_come_twice_or_damaged_now_and_then_are_no_tunnel()
    {
        for (var i = 0; i < 100; i++)
        {
            var sent = Pattern(i, 100);
            Ping(i, sent, sent).Send(Reply(i, sent)).Wait(1);
            if (i % 20 == 0) _stage.Send(Reply(i, [.. sent[..50], 0xFF, .. sent[51..]]));
        }

        _stage.Evidence.ShouldBeEmpty();
    }

    private Stage Ping(int number, byte[] sent, byte[] returned) => _stage.Send(Request(number, sent)).Send(Reply(number, returned));

    private static byte[] Request(int number, byte[] data) => PacketBuilder.Ethernet().IPv4(Client, Server).Icmp(8, 0, (uint)(0x4242_0000 + number)).Payload(data).Build();

    private static byte[] Reply(int number, byte[] data) => PacketBuilder.Ethernet().IPv4(Server, Client).Icmp(0, 0, (uint)(0x4242_0000 + number)).Payload(data).Build();

    private byte[] Data(int length)
    {
        var data = new byte[length];
        _random.NextBytes(data);
        return data;
    }

    // As ping fills its packets: the time in front, then each byte its own number.
    private static byte[] Pattern(int number, int length)
    {
        var data = new byte[length];
        for (var i = 0; i < length; i++) data[i] = i < 16 ? (byte)(number * (i + 1)) : (byte)i;
        return data;
    }
}
