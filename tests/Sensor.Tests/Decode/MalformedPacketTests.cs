using Tegument.Contracts.Addresses;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Decode.SamplePackets;
using static Tegument.Tests.Support.Packets.PacketBuilder;

namespace Tegument.Sensor.Tests.Decode;

public class MalformedPacketTests
{
    private static readonly Dictionary<string, (DecodeStatus Status, byte[] Bytes)> Cases = new()
    {
        ["an 802.3 frame with spanning tree"] = (DecodeStatus.NotIp, Ethernet().Other(38, [0x42, 0x42, 3, .. new byte[35]]).Build()),
        ["snap with a foreign organisation"] = (DecodeStatus.NotIp, Ethernet().Other(20, [0xAA, 0xAA, 3, 0, 0, 12, 8, 0, .. new byte[12]]).Build()),
        ["an ethertype of no interest"] = (DecodeStatus.NotIp, Ethernet().Other(0x88CC, new byte[46]).Build()),
        ["pppoe discovery"] = (DecodeStatus.NotIp, Ethernet().Other(0x8863, new byte[46]).Build()),
        ["mpls around a pseudowire of something else"] = (DecodeStatus.NotIp, Ethernet().Other(0x8847, [0, 0, 1, 64, .. new byte[42]]).Build()),
        ["an ethernet header of 13 bytes"] = (DecodeStatus.LinkTruncated, new byte[13]),
        ["half a vlan tag"] = (DecodeStatus.VlanTruncated, Ethernet().Other(0x8100, [0, 1]).Build()),
        ["four vlan tags"] = (DecodeStatus.VlanTooDeep, Ethernet().Vlan(1).Vlan(2).Vlan(3).Vlan(4).IPv4(Client, Server).Udp(1, 2).Build()),
        ["half an arp"] = (DecodeStatus.ArpTruncated, Ethernet().Other(0x0806, [0, 1, 8, 0, 6, 4, 0, 1, 2, 3]).Build()),
        ["arp for another protocol"] = (DecodeStatus.ArpUnsupported, Ethernet().Other(0x0806, new byte[28]).Build()),
        ["19 bytes of ipv4"] = (DecodeStatus.Ipv4Truncated, Ethernet().Other(0x0800, [0x45, .. new byte[18]]).Build()),
        ["ipv6 under the ipv4 type"] = (DecodeStatus.Ipv4BadVersion, Ethernet().Other(0x0800, Raw().IPv6(Client6, Server6).Udp(1, 2).Build()).Build()),
        ["an ipv4 header of 16 bytes"] = (DecodeStatus.Ipv4BadHeaderLength, Patched(Udp4(), 14, 0x44)),
        ["an ipv4 header longer than its packet"] = (DecodeStatus.Ipv4BadHeaderLength, Patched(Udp4(), 14, 0x4F)),
        ["a total length beyond the packet"] = (DecodeStatus.Ipv4BadTotalLength, Udp4(new Ipv4Fields { TotalLength = 200 })),
        ["a total length below the header"] = (DecodeStatus.Ipv4BadHeaderLength, Udp4(new Ipv4Fields { TotalLength = 12 })),
        ["an ipv4 option of length 0"] = (DecodeStatus.Ipv4OptionsInvalid, Udp4(new Ipv4Fields { Options = [7, 0, 0, 0] })),
        ["an ipv4 option beyond the header"] = (DecodeStatus.Ipv4OptionsInvalid, Udp4(new Ipv4Fields { Options = [7, 5, 0, 0] })),
        ["an ipv4 option without its length"] = (DecodeStatus.Ipv4OptionsInvalid, Udp4(new Ipv4Fields { Options = [1, 1, 1, 7] })),
        ["the ping of death"] = (DecodeStatus.Ipv4FragmentBeyondEnd,
            Ethernet().IPv4(Client, Server, new Ipv4Fields { FragmentOffset = 65512, Protocol = 1 }).Payload(64).Build()),
        ["39 bytes of ipv6"] = (DecodeStatus.Ipv6Truncated, Ethernet().Other(0x86DD, [0x60, .. new byte[38]]).Build()),
        ["ipv4 under the ipv6 type"] = (DecodeStatus.Ipv6BadVersion, Ethernet().Other(0x86DD, Raw().IPv4(Client, Server).Udp(1, 2).Payload(40).Build()).Build()),
        ["an ipv6 payload length beyond the packet"] = (DecodeStatus.Ipv6BadPayloadLength, Ethernet().IPv6(Client6, Server6, payloadLength: 99).Udp(1, 2).Build()),
        ["an extension header longer than the packet"] = (DecodeStatus.Ipv6ExtensionTruncated,
            Ethernet().IPv6(Client6, Server6).Extension(60, [200, 0, 0, 0, 0, 0, 0]).Udp(1, 2).Build()),
        ["half an extension header"] = (DecodeStatus.Ipv6ExtensionTruncated, Ethernet().IPv6(Client6, Server6).Extension(60, [0, 0, 0]).Build()),
        ["nine extension headers"] = (DecodeStatus.Ipv6TooManyExtensions, Extensions(9)),
        ["a fragment beyond the largest ipv6 payload"] = (DecodeStatus.Ipv6FragmentBeyondEnd,
            Ethernet().IPv6(Client6, Server6).Fragment(65528, more: false).Payload(64).Build()),
        ["a first fragment of 16 bytes of tcp"] = (DecodeStatus.FragmentTiny, Ethernet().IPv4(Client, Server, new Ipv4Fields { MoreFragments = true }).Other(6, new byte[16]).Build()),
        ["a first fragment that ends within its tcp options"] = (DecodeStatus.FragmentTiny,
            Fragmenter.Piece(Ethernet().IPv4(Client, Server).Tcp(1, 2, TcpFlags.Syn, options: TcpOption.StackSyn).Build(), 0, 24, more: true)),
        ["a first ipv6 fragment that ends within its extensions"] = (DecodeStatus.FragmentTiny,
            Ethernet().IPv6(Client6, Server6).Fragment(0, more: true).Extension(60, [1, 0, 0, 0, 0, 0, 0]).Build()),
        ["a fragment of 33 bytes that is not the last"] = (DecodeStatus.FragmentBadLength,
            Ethernet().IPv4(Client, Server, new Ipv4Fields { MoreFragments = true, FragmentOffset = 64, Protocol = 17 }).Payload(33).Build()),
        ["an empty fragment that is not the last"] = (DecodeStatus.FragmentBadLength, Ethernet().IPv6(Client6, Server6).Fragment(64, more: true).Build()),
        ["19 bytes of tcp"] = (DecodeStatus.TcpTruncated, Ethernet().IPv4(Client, Server).Other(6, new byte[19]).Build()),
        ["a tcp header of 16 bytes"] = (DecodeStatus.TcpBadHeaderLength, Patched(Tcp4, 14 + 20 + 12, 0x40)),
        ["a tcp header longer than its packet"] = (DecodeStatus.TcpBadHeaderLength, Patched(Tcp4, 14 + 20 + 12, 0xF0)),
        ["a tcp option of length 0"] = (DecodeStatus.TcpOptionInvalid, Tcp([8, 0, 0, 0])),
        ["a tcp option of length 1"] = (DecodeStatus.TcpOptionInvalid, Tcp([8, 1, 0, 0])),
        ["a tcp option beyond the header"] = (DecodeStatus.TcpOptionInvalid, Tcp([8, 10, 0, 0])),
        ["a tcp option without its length"] = (DecodeStatus.TcpOptionInvalid, Tcp([1, 1, 1, 5])),
        ["an mss of one byte"] = (DecodeStatus.TcpOptionInvalid, Tcp([2, 3, 9, 0])),
        ["a window scale of two bytes"] = (DecodeStatus.TcpOptionInvalid, Tcp([3, 4, 9, 9])),
        ["seven bytes of udp"] = (DecodeStatus.UdpTruncated, Ethernet().IPv4(Client, Server).Other(17, new byte[7]).Build()),
        ["a udp length below its header"] = (DecodeStatus.UdpBadLength, Ethernet().IPv4(Client, Server).Udp(1, 2, length: 7).Payload(9).Build()),
        ["a udp length beyond the packet"] = (DecodeStatus.UdpBadLength, Ethernet().IPv4(Client, Server).Udp(1, 2, length: 99).Payload(9).Build()),
        ["seven bytes of icmp"] = (DecodeStatus.IcmpTruncated, Ethernet().IPv4(Client, Server).Other(1, new byte[7]).Build()),
        ["three bytes of icmpv6"] = (DecodeStatus.Icmpv6Truncated, Ethernet().IPv6(Client6, Server6).Other(58, new byte[3]).Build()),
        ["an icmpv6 echo of six bytes"] = (DecodeStatus.Icmpv6Truncated, Ethernet().IPv6(Client6, Server6).Other(58, [128, 0, 0, 0, 0, 0]).Build()),
        ["a land attack"] = (DecodeStatus.Land, Ethernet().IPv4(Server, Server).Tcp(139, 139, TcpFlags.Syn).Build()),
        ["a udp land attack over ipv6"] = (DecodeStatus.Land, Ethernet().IPv6(Server6, Server6).Udp(7, 7).Build()),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_malformed_packet_has_a_name(string name) => Decoding.Status(Cases[name].Bytes).ShouldBe(Cases[name].Status);

    [Theory]
    [InlineData(LinkType.Unsupported, DecodeStatus.UnsupportedLink)]
    [InlineData(LinkType.LinuxCooked, DecodeStatus.LinkTruncated)]
    [InlineData(LinkType.LinuxCooked2, DecodeStatus.LinkTruncated)]
    [InlineData(LinkType.Null, DecodeStatus.LinkTruncated)]
    [InlineData(LinkType.Loop, DecodeStatus.LinkTruncated)]
    [InlineData(LinkType.Raw, DecodeStatus.LinkTruncated)]
    public void An_empty_frame_has_a_status_on_every_link(LinkType link, DecodeStatus status) => Decoding.Status([], link).ShouldBe(status);

    [Fact]
    public void Eight_extension_headers_are_still_read() => Decoding.Status(Extensions(8)).ShouldBe(DecodeStatus.Ok);

    [Fact]
    public void A_socket_that_talks_to_itself_over_loopback_is_no_land_attack() =>
        Decoding.Status(Ethernet().IPv4("127.0.0.1", "127.0.0.1").Udp(5000, 5000).Build()).ShouldBe(DecodeStatus.Ok);

    [Fact]
    public void A_malformed_packet_still_names_its_source()
    {
        var packet = default(PacketView);
        Decoding.Decode(Cases["a tcp option of length 0"].Bytes, ref packet);
        (packet.Source, packet.DestinationPort).ShouldBe((IpKey.Parse(Client), (ushort)2));
        Decoding.Decode(Cases["a total length beyond the packet"].Bytes, ref packet);
        packet.Source.ShouldBe(IpKey.Parse(Client));
        Decoding.Decode(Cases["a land attack"].Bytes, ref packet);
        (packet.Source, packet.DestinationPort, packet.Flags).ShouldBe((IpKey.Parse(Server), (ushort)139, TcpFlags.Syn));
    }

    private static byte[] Udp4(Ipv4Fields? fields = null) => Ethernet().IPv4(Client, Server, fields).Udp(1, 2).Payload(4).Build();

    private static byte[] Tcp(byte[] options) => Ethernet().IPv4(Client, Server).Tcp(1, 2, TcpFlags.Syn, options: options).Build();

    private static byte[] Extensions(int count)
    {
        var packet = Ethernet().IPv6(Client6, Server6);
        for (var i = 0; i < count; i++) packet.Extension(60);
        return packet.Udp(1, 2).Build();
    }

    private static byte[] Patched(byte[] bytes, int offset, byte value)
    {
        bytes[offset] = value;
        return bytes;
    }
}
