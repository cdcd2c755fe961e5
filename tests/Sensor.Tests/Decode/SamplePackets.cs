using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support.Packets;
using static Tegument.Tests.Support.Packets.PacketBuilder;

namespace Tegument.Sensor.Tests.Decode;

/// <summary>One valid packet of every kind that the decoder reads, by name.</summary>
internal static class SamplePackets
{
    public const string Client = "192.0.2.10";
    public const string Server = "198.51.100.20";
    public const string Client6 = "2001:db8:1::10";
    public const string Server6 = "2001:db8:2::20";

    public static IReadOnlyDictionary<string, (LinkType Link, byte[] Bytes)> All { get; } = Build();

    public static byte[] Tcp4 => Ethernet().IPv4(Client, Server)
        .Tcp(40000, 443, TcpFlags.Ack | TcpFlags.Psh, 7, 9, TcpOption.Timestamps).Payload("hello").Build();

    private static PacketBuilder Quoted4 => Raw().IPv4(Server, Client).Udp(53, 40001).Payload("quoted");

    private static PacketBuilder Quoted6 => Raw().IPv6(Server6, Client6).Extension(60).Tcp(443, 40001, TcpFlags.Syn);

    private static Dictionary<string, (LinkType Link, byte[] Bytes)> Build() => new()
    {
        ["tcp over ipv4"] = (LinkType.Ethernet, Tcp4),
        ["syn with a stack's options"] = (LinkType.Ethernet, Ethernet().IPv4(Client, Server).Tcp(40000, 22, TcpFlags.Syn, options: TcpOption.StackSyn).Build()),
        ["udp over ipv4"] = (LinkType.Ethernet, Ethernet().IPv4(Client, Server).Udp(40001, 53).Payload("query").Build()),
        ["icmp echo"] = (LinkType.Ethernet, Ethernet().IPv4(Client, Server).Icmp(8, 0, 0x0001_0002).Payload(32).Build()),
        ["icmp unreachable"] = (LinkType.Ethernet, Ethernet().IPv4(Client, Server).Icmp(3, 3).Payload(Quoted4.Build()).Build()),
        ["ipv4 with options"] = (LinkType.Ethernet, Ethernet().IPv4(Client, Server, new Ipv4Fields { Options = [7, 7, 4, 1, 2, 3, 4, 0] }).Udp(1, 2).Build()),
        ["ipv4 first fragment"] = (LinkType.Ethernet, Ethernet().IPv4(Client, Server, new Ipv4Fields { MoreFragments = true }).Udp(5, 6, length: 2000).Payload(32).Build()),
        ["ipv4 later fragment"] = (LinkType.Ethernet, Ethernet().IPv4(Client, Server, new Ipv4Fields { FragmentOffset = 1480, Protocol = 17 }).Payload(99).Build()),
        ["igmp"] = (LinkType.Ethernet, Ethernet().IPv4(Client, "224.0.0.22").Other(2, new byte[8]).Build()),
        ["tcp over ipv6"] = (LinkType.Ethernet, Ethernet().IPv6(Client6, Server6).Tcp(40000, 443, TcpFlags.Syn, options: TcpOption.StackSyn).Build()),
        ["udp behind every extension"] = (LinkType.Ethernet, Ethernet().IPv6(Client6, Server6).Extension(0).Extension(60).Extension(43).Fragment(0, more: true)
            .Extension(51, [4, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).Udp(40001, 53).Payload("question").Build()),
        ["ipv6 later fragment"] = (LinkType.Ethernet, Ethernet().IPv6(Client6, Server6).Fragment(1448, more: false).Payload(64).Build()),
        ["ipv6 no next header"] = (LinkType.Ethernet, Ethernet().IPv6(Client6, Server6).Build()),
        ["esp over ipv6"] = (LinkType.Ethernet, Ethernet().IPv6(Client6, Server6).Other(50, new byte[40]).Build()),
        ["icmpv6 echo"] = (LinkType.Ethernet, Ethernet().IPv6(Client6, Server6).Icmpv6(128, 0, 0x0003_0004).Payload(16).Build()),
        ["icmpv6 too big"] = (LinkType.Ethernet, Ethernet().IPv6(Client6, Server6).Icmpv6(2, 0, 1280).Payload(Quoted6.Build()).Build()),
        ["arp request"] = (LinkType.Ethernet, Ethernet().Arp(1, Client, Server).Build()),
        ["one vlan tag"] = (LinkType.Ethernet, Ethernet().Vlan(7).IPv4(Client, Server).Tcp(1, 2, TcpFlags.Syn).Build()),
        ["three vlan tags"] = (LinkType.Ethernet, Ethernet().Vlan(11, 0x9100).Vlan(12, 0x88A8).Vlan(13).IPv6(Client6, Server6).Udp(1, 2).Build()),
        ["snap"] = (LinkType.Ethernet, Ethernet().Snap().IPv4(Client, Server).Udp(1, 2).Build()),
        ["linux cooked"] = (LinkType.LinuxCooked, LinuxCooked().IPv4(Client, Server).Tcp(1, 2, TcpFlags.Syn).Build()),
        ["linux cooked 2"] = (LinkType.LinuxCooked2, LinuxCooked2().IPv6(Client6, Server6).Tcp(1, 2, TcpFlags.Syn).Build()),
        ["raw ipv4"] = (LinkType.Raw, Raw().IPv4(Client, Server).Udp(1, 2).Build()),
        ["raw ipv6"] = (LinkType.Raw, Raw().IPv6(Client6, Server6).Udp(1, 2).Build()),
        ["link type ipv4"] = (LinkType.IPv4, Raw().IPv4(Client, Server).Udp(1, 2).Build()),
        ["link type ipv6"] = (LinkType.IPv6, Raw().IPv6(Client6, Server6).Udp(1, 2).Build()),
        ["null little endian"] = (LinkType.Null, Loopback(2).IPv4(Client, Server).Udp(1, 2).Build()),
        ["null big endian"] = (LinkType.Null, Loopback(30, bigEndian: true).IPv6(Client6, Server6).Udp(1, 2).Build()),
        ["loop"] = (LinkType.Loop, Loopback(24, bigEndian: true).IPv6(Client6, Server6).Udp(1, 2).Build()),
    };
}
