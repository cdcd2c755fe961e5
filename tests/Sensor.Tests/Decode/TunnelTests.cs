using Tegument.Contracts.Addresses;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Decode.Tunnels;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Decode.SamplePackets;
using static Tegument.Sensor.Tests.Decode.TunnelSamples;
using static Tegument.Tests.Support.Packets.PacketBuilder;

namespace Tegument.Sensor.Tests.Decode;

public class TunnelTests
{
    private static readonly Dictionary<string, (DecodeStatus Status, byte[] Bytes)> Malformed = new()
    {
        ["five encapsulations"] = (DecodeStatus.TunnelTooDeep, Nested(5)),
        ["half a gre header"] = (DecodeStatus.GreTruncated, Over4.Other(47, [0, 0]).Build()),
        ["gre that ends before its key"] = (DecodeStatus.GreTruncated, Over4.Other(47, [0x20, 0, 8, 0, 1, 2]).Build()),
        ["gre with source routing"] = (DecodeStatus.GreUnsupported, Over4.Other(47, [0x40, 0, 8, 0, .. new byte[30]]).Build()),
        ["gre version 2"] = (DecodeStatus.GreUnsupported, Over4.Other(47, [0, 2, 8, 0, .. new byte[30]]).Build()),
        ["gre version 1 without ppp"] = (DecodeStatus.GreUnsupported, Over4.Other(47, [0x20, 1, 8, 0, .. new byte[30]]).Build()),
        ["pptp without ppp's protocol"] = (DecodeStatus.PppTruncated, Over4.Gre(0x3001, 0x880B).Build()),
        ["half an ipv4 header in gre"] = (DecodeStatus.Ipv4Truncated, Over4.Other(47, [0, 0, 8, 0, 0x45, 0, 0]).Build()),
        ["half an ethernet header in gre"] = (DecodeStatus.LinkTruncated, Over4.Other(47, [0, 0, 0x65, 0x58, 1, 2, 3]).Build()),
        ["half an erspan header"] = (DecodeStatus.ErspanTruncated, Over4.Other(47, [0x10, 0, 0x88, 0xBE, 0, 0, 0, 1, 0x10, 0, 0]).Build()),
        ["erspan type iii without its subheader"] = (DecodeStatus.ErspanTruncated, Over4.Other(47, [0x10, 0, 0x22, 0xEB, 0, 0, 0, 1, 0x20, .. new byte[10], 1, 0]).Build()),
        ["erspan of an unknown version"] = (DecodeStatus.ErspanBadVersion, Over4.Other(47, [0x10, 0, 0x88, 0xBE, 0, 0, 0, 1, 0x50, .. new byte[40]]).Build()),
        ["geneve that ends within its options"] = (DecodeStatus.GeneveTruncated, Over4.Udp(1, 6081).Payload([2, 0, 0x65, 0x58, 0, 0, 1, 0, 1, 2]).Build()),
        ["geneve with an option beyond its options"] = (DecodeStatus.GeneveBadOptions, Over4.Udp(1, 6081).Geneve([1, 2, 3, 4]).Bridged().IPv4(Inner, InnerServer).Build()),
        ["vxlan with a frame of ten bytes"] = (DecodeStatus.LinkTruncated, Over4.Udp(1, 4789).Vxlan().Payload(10).Build()),
        ["half a label"] = (DecodeStatus.MplsTruncated, Ethernet().Other(0x8847, [0, 0]).Build()),
        ["labels without an end"] = (DecodeStatus.MplsTooDeep, Ethernet().Other(0x8847, new byte[68]).Build()),
        ["labels without a payload"] = (DecodeStatus.MplsTruncated, Ethernet().Other(0x8847, [0, 0, 1, 64]).Build()),
        ["half a pppoe header"] = (DecodeStatus.PppoeTruncated, Ethernet().Other(0x8864, [0x11, 0, 0]).Build()),
        ["pppoe of another version"] = (DecodeStatus.PppoeBadVersion, Ethernet().Pppoe(versionAndType: 0x21).Ppp().IPv4(Client, Server).Build()),
        ["a pppoe length beyond the packet"] = (DecodeStatus.PppoeBadLength, Ethernet().Pppoe(length: 99).Ppp().IPv4(Client, Server).Build()),
        ["pppoe without ppp's protocol"] = (DecodeStatus.PppTruncated, Ethernet().Pppoe(length: 0).Build()),
        ["ipv6 claimed by protocol 4"] = (DecodeStatus.Ipv4BadVersion, Ethernet().IPv4(Client, Server, new Ipv4Fields { Protocol = 4 }).IPv6(Client6, Server6).Udp(1, 2).Build()),
        ["an inner total length beyond the tunnel"] = (DecodeStatus.Ipv4BadTotalLength, Over4.Gre().IPv4(Inner, InnerServer, new Ipv4Fields { TotalLength = 999 }).Udp(1, 2).Build()),
        ["a land attack in a tunnel"] = (DecodeStatus.Land, Over4.Gre().IPv4(Inner, Inner).Udp(7, 7).Build()),
    };

    // Each is Ok as what it is outside.
    private static readonly Dictionary<string, byte[]> StayOutside = new()
    {
        ["a dns answer to the vxlan port"] = Over4.Udp(53, 4789).Payload([8, 4, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 3, 119, 119, 119]).Build(),
        ["zeros to the vxlan port"] = Over4.Udp(1, 4789).Payload(60).Build(),
        ["vxlan around spanning tree"] = Over4.Udp(1, 4789).Vxlan().Payload([.. new byte[12], 0, 38, 0x42, 0x42, 3, .. new byte[35]]).Build(),
        ["text to the geneve port"] = Over4.Udp(1, 6081).Payload("GET / HTTP/1.0").Build(),
        ["text to the mpls port"] = Over4.Udp(1, 6635).Payload("GET / HTTP/1.0").Build(),
        ["text to the teredo port"] = Over4.Udp(1, 3544).Payload("GET / HTTP/1.0, and some more bytes of it").Build(),
        ["a port between those of tunnels"] = Over4.Udp(1, 5060).Payload("OPTIONS sip:a SIP/2.0").Build(),
        ["a gre keepalive"] = Over4.Gre(0, 0).Build(),
        ["encrypted pptp"] = Over4.Gre(0x3001).Ppp(protocol: 0x00FD).Payload(50).Build(),
        ["a pptp acknowledgement"] = Over4.Gre(0x2081, 0x880B).Build(),
        ["mpls control channel in udp"] = Over4.Udp(1, 6635).Payload([0, 0, 0xD1, 64, 0x10, 0, 0, 7]).Build(),
        ["a tunnel in a first fragment"] = Ethernet().IPv4(Client, Server, new Ipv4Fields { MoreFragments = true, Protocol = 47 }).Payload([0, 0, 8, 0, 0x45, 0, 0, 0]).Build(),
    };

    public static TheoryData<string> Names => [.. TunnelSamples.All.Keys];

    public static TheoryData<string> MalformedNames => [.. Malformed.Keys];

    public static TheoryData<string> OutsideNames => [.. StayOutside.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_innermost_packet_is_shown(string name)
    {
        var (link, bytes, kinds) = TunnelSamples.All[name];
        var packet = default(PacketView);
        Decoding.Decode(bytes, ref packet, link).ShouldBe(DecodeStatus.Ok);
        packet.Tunnels.ShouldBe(kinds);
        (packet.SourcePort, packet.DestinationPort, packet.Flags).ShouldBe(((ushort)40000, (ushort)22, TcpFlags.Syn));
        packet.Source.ToString().ShouldBeOneOf(Inner, Inner6);
        packet.Destination.ToString().ShouldBeOneOf(InnerServer, InnerServer6);
    }

    [Theory, MemberData(nameof(MalformedNames))]
    public void A_malformed_tunnel_has_a_name(string name) => Decoding.Status(Malformed[name].Bytes).ShouldBe(Malformed[name].Status);

    [Theory, MemberData(nameof(OutsideNames))]
    public void What_holds_no_packet_is_judged_as_it_stands(string name)
    {
        var packet = default(PacketView);
        Decoding.Decode(StayOutside[name], ref packet).ShouldBe(DecodeStatus.Ok);
        (packet.Encapsulations, packet.Tunnels, packet.InTunnel, packet.Source).ShouldBe(((byte)0, TunnelKinds.None, false, IpKey.Parse(Client)));
        packet.HasPorts.ShouldBe(packet.Protocol == IpProtocol.Udp);
        packet.PayloadLength.ShouldBe(packet.Payload.Length);
    }

    [Fact]
    public void The_outer_addresses_stay_beside_the_inner_ones()
    {
        var packet = default(PacketView);
        Decoding.Decode(TunnelSamples.All["four levels"].Bytes, ref packet);
        (packet.Encapsulations, packet.InTunnel).ShouldBe(((byte)4, true));
        (packet.OuterSource, packet.OuterDestination).ShouldBe((IpKey.Parse("10.9.0.1"), IpKey.Parse("10.9.0.2")));
        Decoding.Decode(TunnelSamples.All["mpls"].Bytes, ref packet);
        (packet.Encapsulations, packet.InTunnel, packet.OuterSource).ShouldBe(((byte)1, false, default(IpKey)));
    }

    [Fact]
    public void A_frame_that_a_mirror_cut_short_is_not_malformed()
    {
        var inner = Ethernet().IPv4(Inner, InnerServer).Tcp(40000, 22, TcpFlags.Ack).Payload(1000).Build();
        byte[] Mirrored(int kept) => Over4.Erspan2(cut: true).Payload(inner[..kept]).Build();
        var packet = default(PacketView);
        Decoding.Decode(Mirrored(64), ref packet).ShouldBe(DecodeStatus.Ok);
        packet.DestinationPort.ShouldBe((ushort)22);
        for (var kept = 0; kept < 54; kept++) Decoding.Status(Mirrored(kept)).ShouldBe(DecodeStatus.SnapTruncated);
    }

    [Fact]
    public void The_outermost_vlan_and_the_innermost_hardware_address_are_shown()
    {
        var packet = default(PacketView);
        Decoding.Decode(Syn4(Ethernet().Vlan(5).IPv4(Client, Server).Udp(1, 4789).Vxlan().Bridged(source: 0x77).Vlan(6)), ref packet);
        (packet.Vlan, packet.SourceMac).ShouldBe(((ushort)5, 0x77ul));
    }

    [Fact]
    public void Each_kind_of_a_nested_tunnel_is_counted()
    {
        var counts = new TunnelCounts();
        counts.Count(TunnelKinds.Gre | TunnelKinds.Mpls);
        counts.Count(TunnelKinds.SixInFour);
        counts.Count(TunnelKinds.Teredo);
        counts[TunnelKinds.Mpls].ShouldBe(1);
        var both = new TunnelCounts();
        both.Add(counts);
        both.Add(counts);
        both.NonZero().Select(c => (c.Key, c.Value)).ShouldBe([("gre", 2L), ("mpls", 2L), ("6in4", 2L), ("teredo", 2L)]);
    }

    [Fact]
    public void Every_kind_has_a_name()
    {
        var counts = new TunnelCounts();
        foreach (var kind in Enum.GetValues<TunnelKinds>()) counts.Count(kind);
        counts.NonZero().Count.ShouldBe(Enum.GetValues<TunnelKinds>().Length - 1);
    }

    private static byte[] Nested(int depth)
    {
        var packet = Ethernet();
        for (var i = 0; i <= depth; i++) packet.IPv4(Client, Server);
        return packet.Udp(1, 2).Build();
    }
}
