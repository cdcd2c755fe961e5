using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Decode.Tunnels;
using Tegument.Sensor.Tests.Detect;
using static Tegument.Sensor.Tests.Decode.SamplePackets;
using static Tegument.Tests.Support.Packets.PacketBuilder;

namespace Tegument.Sensor.Tests.Decode;

/// <summary>Live, a tunnel is entered only where it ends at this host: its addresses are those of Server.</summary>
public class TunnelGateTests
{
    private readonly TunnelGate _gate = new(seed: 7) { OwnAddresses = new HashSet<IpKey> { IpKey.Parse(Server), IpKey.Parse(Server6) } };

    [Fact]
    public void A_stranger_who_sends_us_a_tunnel_puts_no_words_into_anyones_mouth()
    {
        Seen(Vxlan(Client, Server), outgoing: false).ShouldBe((Client, false));
        _gate.PassedBy.ShouldBe(1);
    }

    [Fact]
    public void A_peer_is_believed_once_this_host_sent_through_the_same_kind_of_tunnel()
    {
        Seen(Vxlan(Server, Client), outgoing: true).ShouldBe((TunnelSamples.Inner, true));
        Seen(Vxlan(Client, Server), outgoing: false).ShouldBe((TunnelSamples.Inner, false));
        Seen(Vxlan("192.0.2.99", Server), outgoing: false).ShouldBe(("192.0.2.99", false));
        Seen(TunnelSamples.Syn4(Ethernet().IPv4(Client, Server).Gre()), outgoing: false).ShouldBe((Client, false));
    }

    [Fact]
    public void A_router_that_only_forwards_a_tunnel_takes_no_inner_packet_as_its_own()
    {
        Seen(Vxlan(Client, "203.0.113.5"), outgoing: false).ShouldBe((Client, false));
        Seen(Vxlan(Client, "203.0.113.5"), outgoing: true).ShouldBe((Client, true));
        Seen(Vxlan("203.0.113.5", Client), outgoing: false).ShouldBe(("203.0.113.5", false));
    }

    [Fact]
    public void An_encapsulation_on_the_link_keeps_the_kernels_mark()
    {
        Seen(TunnelSamples.Syn4(Ethernet().Pppoe().Ppp()), outgoing: true).ShouldBe((TunnelSamples.Inner, true));
        Seen(TunnelSamples.Syn4(Ethernet().Mpls(7)), outgoing: false).ShouldBe((TunnelSamples.Inner, false));
    }

    [Fact]
    public void A_link_inside_a_tunnel_that_ends_here_is_entered()
    {
        var outer = Ethernet().IPv4(Server, Client).Udp(1, 4789).Vxlan().Bridged();
        Seen(TunnelSamples.Syn4(outer.Pppoe().Ppp()), outgoing: true).ShouldBe((TunnelSamples.Inner, true));
    }

    [Fact]
    public void Without_a_gate_the_mark_is_the_outer_packets_alone()
    {
        var bytes = Vxlan(Server, Client);
        var frame = new Frame { Bytes = bytes, Timestamp = 1, WireLength = bytes.Length, Link = LinkType.Ethernet, Outgoing = true };
        var packet = default(PacketView);
        FrameDecoder.Decode(in frame, ref packet);
        (packet.Source.ToString(), packet.Outgoing).ShouldBe((TunnelSamples.Inner, false));
    }

    [Fact]
    public void Live_invented_inner_scans_accuse_nobody_inside()
    {
        var stage = new Stage(live: true);
        stage.Core.Gate!.OwnAddresses = _gate.OwnAddresses;
        for (var port = 1; port <= 50; port++)
            stage.Send(Ethernet().IPv4(Client, Server).Udp(50000, 4789).Vxlan().Bridged().IPv4("8.8.8.8", "10.0.0.1").Tcp(40000, port, 0).Build());
        stage.Wait(5).Evidence.ShouldNotContain(e => e.Source == IpKey.Parse("8.8.8.8"));
    }

    [Fact]
    public void Live_a_scan_through_our_own_tunnel_is_seen()
    {
        var stage = new Stage(live: true);
        stage.Core.Gate!.OwnAddresses = _gate.OwnAddresses;
        stage.Send(Vxlan(Server, Client), outgoing: true);
        for (var port = 1; port <= 50; port++)
        {
            stage.Send(Ethernet().IPv4(Client, Server).Udp(50000, 4789).Vxlan().Bridged().IPv4("10.0.0.66", "10.0.0.1").Tcp(40000, port, TcpFlags.Syn).Build());
            stage.Send(Ethernet().IPv4(Server, Client).Udp(50000, 4789).Vxlan().Bridged().IPv4("10.0.0.1", "10.0.0.66").Tcp(port, 40000, TcpFlags.Rst | TcpFlags.Ack).Build(), outgoing: true);
        }

        stage.Of("10.0.0.66", EvidenceKind.PortScan, Techniques.Syn)!.Count.ShouldBe(50);
        stage.Core.Tunnels[TunnelKinds.Vxlan].ShouldBe(101);
    }

    private static byte[] Vxlan(string from, string to) => TunnelSamples.Syn4(Ethernet().IPv4(from, to).Udp(50000, 4789).Vxlan().Bridged());

    private (string Source, bool Outgoing) Seen(byte[] bytes, bool outgoing)
    {
        var frame = new Frame { Bytes = bytes, Timestamp = 1, WireLength = bytes.Length, Link = LinkType.Ethernet, Outgoing = outgoing };
        var packet = default(PacketView);
        FrameDecoder.Decode(in frame, ref packet, _gate).ShouldBe(DecodeStatus.Ok);
        return (packet.Source.ToString(), packet.Outgoing);
    }
}
