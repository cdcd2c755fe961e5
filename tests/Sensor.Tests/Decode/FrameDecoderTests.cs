using System.Text;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Decode.SamplePackets;

namespace Tegument.Sensor.Tests.Decode;

public class FrameDecoderTests
{
    private static readonly IpKey ClientKey = IpKey.Parse(Client);
    private static readonly IpKey ServerKey = IpKey.Parse(Server);

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Every_kind_of_valid_packet_is_ok(string name) => Decoding.Status(All[name].Bytes, All[name].Link).ShouldBe(DecodeStatus.Ok);

    [Fact]
    public void A_tcp_segment_shows_its_facts()
    {
        var packet = default(PacketView);
        Decoding.Decode(Tcp4, ref packet).ShouldBe(DecodeStatus.Ok);
        packet.Timestamp.ShouldBe(Decoding.Timestamp);
        packet.WireLength.ShouldBe(Tcp4.Length);
        packet.Network.ShouldBe(NetworkKind.IPv4);
        packet.Protocol.ShouldBe(IpProtocol.Tcp);
        (packet.Source, packet.Destination).ShouldBe((ClientKey, ServerKey));
        (packet.HasPorts, packet.SourcePort, packet.DestinationPort).ShouldBe((true, (ushort)40000, (ushort)443));
        packet.Flags.ShouldBe((byte)(TcpFlags.Ack | TcpFlags.Psh));
        (packet.Sequence, packet.Acknowledgement).ShouldBe((7u, 9u));
        packet.Options.ShouldBe(TcpOptionShape.Timestamps);
        packet.TimeToLive.ShouldBe((byte)64);
        packet.SourceMac.ShouldBe(PacketBuilder.SourceMac);
        packet.PayloadLength.ShouldBe(5);
        Encoding.UTF8.GetString(packet.Payload).ShouldBe("hello");
    }

    [Fact]
    public void A_stacks_syn_shows_its_options_and_mss()
    {
        var packet = default(PacketView);
        Decoding.Decode(All["syn with a stack's options"].Bytes, ref packet);
        packet.Options.ShouldBe(TcpOptionShape.Mss | TcpOptionShape.SackPermitted | TcpOptionShape.Timestamps | TcpOptionShape.WindowScale);
        packet.Mss.ShouldBe((ushort)1460);
    }

    [Theory]
    [InlineData(new byte[] { 34, 2, 1, 1 }, TcpOptionShape.FastOpen)]
    [InlineData(new byte[] { 254, 4, 0xF9, 0x89 }, TcpOptionShape.FastOpen)]
    [InlineData(new byte[] { 254, 4, 0, 0 }, TcpOptionShape.Other)]
    [InlineData(new byte[] { 2, 4, 5, 180 }, TcpOptionShape.Mss)]
    [InlineData(new byte[] { 0, 99, 99, 99 }, TcpOptionShape.None)]
    public void Options_have_a_shape(byte[] options, TcpOptionShape shape)
    {
        var packet = default(PacketView);
        Decoding.Decode(PacketBuilder.Ethernet().IPv4(Client, Server).Tcp(1, 2, TcpFlags.Syn, options: options).Build(), ref packet).ShouldBe(DecodeStatus.Ok);
        packet.Options.ShouldBe(shape);
    }

    [Fact]
    public void Ethernet_padding_never_reaches_the_payload()
    {
        var packet = default(PacketView);
        byte[] padded = [.. PacketBuilder.Ethernet().IPv4(Client, Server).Udp(1, 2).Payload("x").Build(), .. new byte[30]];
        Decoding.Decode(padded, ref packet).ShouldBe(DecodeStatus.Ok);
        (packet.PayloadLength, packet.Payload.Length).ShouldBe((1, 1));
    }

    [Fact]
    public void An_offloaded_super_segment_without_a_total_length_is_read_to_its_end()
    {
        var packet = default(PacketView);
        var fields = new Ipv4Fields { TotalLength = 0 };
        Decoding.Decode(PacketBuilder.Ethernet().IPv4(Client, Server, fields).Tcp(1, 2, TcpFlags.Ack).Payload(60000).Build(), ref packet).ShouldBe(DecodeStatus.Ok);
        packet.PayloadLength.ShouldBe(60000);
    }

    [Fact]
    public void A_frame_cut_behind_its_headers_keeps_the_length_it_had()
    {
        var packet = default(PacketView);
        var whole = PacketBuilder.Ethernet().IPv4(Client, Server).Tcp(1, 2, TcpFlags.Ack).Payload(1000).Build();
        Decoding.Decode(whole.AsSpan(0, 96), ref packet, wire: whole.Length).ShouldBe(DecodeStatus.Ok);
        (packet.PayloadLength, packet.Payload.Length).ShouldBe((1000, 96 - 54));
    }

    [Fact]
    public void Fragments_say_which_they_are()
    {
        var packet = default(PacketView);
        Decoding.Decode(All["ipv4 first fragment"].Bytes, ref packet);
        (packet.IsFragment, packet.IsLaterFragment, packet.HasPorts, packet.DestinationPort).ShouldBe((true, false, true, (ushort)6));
        Decoding.Decode(All["ipv4 later fragment"].Bytes, ref packet);
        (packet.IsFragment, packet.IsLaterFragment, packet.HasPorts, packet.PayloadLength).ShouldBe((true, true, false, 99));
        Decoding.Decode(All["ipv6 later fragment"].Bytes, ref packet);
        (packet.IsFragment, packet.IsLaterFragment, packet.HasPorts, packet.PayloadLength).ShouldBe((true, true, false, 64));
    }

    [Fact]
    public void An_atomic_ipv6_fragment_is_a_whole_datagram()
    {
        var packet = default(PacketView);
        Decoding.Decode(PacketBuilder.Ethernet().IPv6(Client6, Server6).Fragment(0, more: false).Udp(5, 6).Build(), ref packet).ShouldBe(DecodeStatus.Ok);
        (packet.IsFragment, packet.DestinationPort).ShouldBe((false, (ushort)6));
    }

    [Theory]
    [InlineData("icmp echo", 8, 0x0001_0002u)]
    [InlineData("icmpv6 echo", 128, 0x0003_0004u)]
    public void Echoes_show_identifier_and_sequence(string name, byte type, uint echo)
    {
        var packet = default(PacketView);
        Decoding.Decode(All[name].Bytes, ref packet);
        (packet.IcmpType, packet.IcmpEcho, packet.HasQuote).ShouldBe((type, echo, false));
    }

    [Fact]
    public void Icmp_errors_name_the_packet_they_are_about()
    {
        var packet = default(PacketView);
        Decoding.Decode(All["icmp unreachable"].Bytes, ref packet);
        (packet.HasQuote, packet.QuotedSource, packet.QuotedDestination).ShouldBe((true, ServerKey, ClientKey));
        (packet.QuotedProtocol, packet.QuotedSourcePort, packet.QuotedDestinationPort).ShouldBe((IpProtocol.Udp, (ushort)53, (ushort)40001));

        Decoding.Decode(All["icmpv6 too big"].Bytes, ref packet);
        (packet.HasQuote, packet.QuotedSource).ShouldBe((true, IpKey.Parse(Server6)));
        (packet.QuotedProtocol, packet.QuotedSourcePort, packet.QuotedDestinationPort).ShouldBe((IpProtocol.Tcp, (ushort)443, (ushort)40001));
    }

    [Fact]
    public void Arp_shows_operation_sender_and_target()
    {
        var packet = default(PacketView);
        Decoding.Decode(PacketBuilder.Ethernet(source: 5).Arp(2, Client, Server, senderMac: 6).Build(), ref packet).ShouldBe(DecodeStatus.Ok);
        (packet.Network, packet.ArpOperation, packet.SourceMac).ShouldBe((NetworkKind.Arp, (byte)2, 6ul));
        (packet.Source, packet.Destination).ShouldBe((ClientKey, ServerKey));
    }

    [Fact]
    public void The_outermost_vlan_wins_and_one_the_kernel_took_out_is_outermost()
    {
        var packet = default(PacketView);
        Decoding.Decode(All["three vlan tags"].Bytes, ref packet);
        packet.Vlan.ShouldBe((ushort)11);
        Decoding.Decode(All["one vlan tag"].Bytes, ref packet, vlanTag: 0xE005).ShouldBe(DecodeStatus.Ok);
        packet.Vlan.ShouldBe((ushort)5);
        Decoding.Decode(All["three vlan tags"].Bytes, ref packet, vlanTag: 5).ShouldBe(DecodeStatus.VlanTooDeep);
    }

    [Fact]
    public void Nothing_of_the_packet_before_stays_in_the_view()
    {
        var packet = default(PacketView);
        Decoding.Decode(All["icmp unreachable"].Bytes, ref packet);
        Decoding.Decode([1, 2, 3], ref packet).ShouldBe(DecodeStatus.LinkTruncated);
        (packet.Network, packet.HasQuote, packet.Source, packet.Payload.Length).ShouldBe((NetworkKind.None, false, default, 0));
    }
}
