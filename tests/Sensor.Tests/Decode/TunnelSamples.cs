using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Decode.Tunnels;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Decode.SamplePackets;
using static Tegument.Tests.Support.Packets.PacketBuilder;

namespace Tegument.Sensor.Tests.Decode;

/// <summary>One valid packet of every encapsulation, by name: each has a SYN from <see cref="Inner"/> to <see cref="InnerServer"/> inside.</summary>
internal static class TunnelSamples
{
    public const string Inner = "10.1.1.1";
    public const string InnerServer = "10.1.1.2";
    public const string Inner6 = "2001:db8:a::1";
    public const string InnerServer6 = "2001:db8:a::2";
    private const byte Syn = TcpFlags.Syn;

    public static IReadOnlyDictionary<string, (LinkType Link, byte[] Bytes, TunnelKinds Kinds)> All { get; } = Build();

    public static PacketBuilder Over4 => Ethernet().IPv4(Client, Server);

    public static PacketBuilder Over6 => Ethernet().IPv6(Client6, Server6);

    public static byte[] Syn4(PacketBuilder outer) => outer.IPv4(Inner, InnerServer).Tcp(40000, 22, Syn, options: TcpOption.StackSyn).Build();

    public static byte[] Syn6(PacketBuilder outer) => outer.IPv6(Inner6, InnerServer6).Tcp(40000, 22, Syn, options: TcpOption.StackSyn).Build();

    private static Dictionary<string, (LinkType Link, byte[] Bytes, TunnelKinds Kinds)> Build()
    {
        var all = new Dictionary<string, (LinkType Link, byte[] Bytes, TunnelKinds Kinds)>();
        void Add(string name, TunnelKinds kinds, byte[] bytes, LinkType link = LinkType.Ethernet) => all.Add(name, (link, bytes, kinds));

        Add("ipv4 in gre", TunnelKinds.Gre, Syn4(Over4.Gre()));
        Add("ipv6 in gre with every field", TunnelKinds.Gre, Syn6(Over4.Gre(0xB000)));
        Add("ethernet in gre over ipv6", TunnelKinds.Gre, Syn4(Over6.Gre(0x2000).Bridged()));
        Add("ppp in gre", TunnelKinds.Pptp, Syn4(Over4.Gre(0x3001).Ppp()));
        Add("ppp in gre with an acknowledgement", TunnelKinds.Pptp, Syn4(Over4.Gre(0x3081).Ppp(addressAndControl: true)));
        Add("erspan type i", TunnelKinds.Erspan, Syn4(Over4.Gre(0, 0x88BE).Bridged()));
        Add("erspan type ii", TunnelKinds.Erspan, Syn4(Over4.Erspan2().Bridged().Vlan(9)));
        Add("erspan type iii", TunnelKinds.Erspan, Syn6(Over4.Erspan3().Bridged()));
        Add("erspan type iii with a subheader", TunnelKinds.Erspan, Syn4(Over4.Erspan3(subheader: true).Bridged()));
        Add("vxlan", TunnelKinds.Vxlan, Syn4(Over4.Udp(50000, 4789).Vxlan().Bridged()));
        Add("vxlan with a policy on linux's port", TunnelKinds.Vxlan, Syn6(Over6.Udp(50000, 8472).Vxlan(0x88).Bridged().Vlan(3)));
        Add("geneve", TunnelKinds.Geneve, Syn4(Over4.Udp(50000, 6081).Geneve().Bridged()));
        Add("ipv6 in geneve with options", TunnelKinds.Geneve, Syn6(Over6.Udp(50000, 6081).Geneve([1, 2, 3, 1, 9, 9, 9, 9, 1, 2, 4, 0])));
        Add("mpls", TunnelKinds.Mpls, Syn4(Ethernet().Mpls(100, 200, 300)));
        Add("multicast mpls in a vlan", TunnelKinds.Mpls, Syn6(Ethernet().Vlan(4).MplsMulticast(100)));
        Add("mpls pseudowire with a control word", TunnelKinds.Mpls, Syn4(Ethernet().Pseudowire(16).Bridged()));
        Add("mpls pseudowire without one", TunnelKinds.Mpls, Syn4(Ethernet().Mpls(16).Bridged(destination: 0x4500_0000_0002)));
        Add("mpls in ip", TunnelKinds.Mpls, Syn4(Over4.Mpls(16)));
        Add("mpls in udp", TunnelKinds.Mpls, Syn4(Over4.Udp(50000, 6635).Mpls(16)));
        Add("mpls in gre", TunnelKinds.Gre | TunnelKinds.Mpls, Syn4(Over4.Gre().Mpls(16, 17)));
        Add("pppoe", TunnelKinds.Pppoe, Syn4(Ethernet().Pppoe().Ppp()));
        Add("ipv6 in pppoe", TunnelKinds.Pppoe, Syn6(Ethernet().Vlan(7).Pppoe().Ppp()));
        Add("ipv4 in ipv4", TunnelKinds.IpInIp, Syn4(Over4));
        Add("ipv6 in ipv4", TunnelKinds.SixInFour, Syn6(Over4));
        Add("ipv4 in ipv6", TunnelKinds.FourInSix, Syn4(Over6));
        Add("ipv6 in ipv6 behind an extension", TunnelKinds.SixInSix, Syn6(Over6.Extension(60)));
        Add("teredo", TunnelKinds.Teredo, Syn6(Over4.Udp(3545, 3544)));
        Add("teredo with its indications", TunnelKinds.Teredo, Syn6(Over4.Udp(3544, 40000).Header([0, 1, 0, 0, .. new byte[9], 0, 0, 1, 2, 3, 4, 5, 6])));
        Add("four levels", TunnelKinds.Pppoe | TunnelKinds.Vxlan | TunnelKinds.Gre | TunnelKinds.IpInIp,
            Syn4(Ethernet().Pppoe().Ppp().IPv4("10.9.0.1", "10.9.0.2").Udp(1, 4789).Vxlan().Bridged().IPv4("10.8.0.1", "10.8.0.2").Gre().IPv4("10.7.0.1", "10.7.0.2")));
        Add("ppp link", TunnelKinds.None, Syn4(Raw().Ppp(addressAndControl: true)), LinkType.Ppp);
        Add("ppp link with a compressed protocol", TunnelKinds.None, Syn4(Raw().Header([0x21])), LinkType.PppSerial);
        Add("cisco hdlc", TunnelKinds.None, Syn4(Raw().Header([0x0F, 0, 8, 0])), LinkType.CiscoHdlc);
        Add("nflog", TunnelKinds.None, Nflog(), LinkType.Nflog);
        return all;
    }

    private static byte[] Nflog()
    {
        var packet = Syn4(Raw());
        return [2, 0, 0, 0, 5, 0, 10, 0, 0, 0, 0, 0, (byte)(packet.Length + 4), 0, 9, 0, .. packet];
    }
}
