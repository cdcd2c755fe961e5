using System.Net;

namespace Tegument.Tests.Support.Packets;

/// <summary>
/// Builds frames from the outside in: each call adds the next layer up, <see cref="Build"/> fills in lengths, type numbers and checksums.
/// <code>PacketBuilder.Ethernet().IPv4("10.0.0.1", "10.0.0.2").Tcp(40000, 22, flags).Payload("hello").Build()</code>
/// </summary>
public sealed class PacketBuilder
{
    public const ulong SourceMac = 0x02_00_00_00_00_01;
    public const ulong DestinationMac = 0x02_00_00_00_00_02;
    private readonly List<IPacketLayer> _layers = [];

    private PacketBuilder()
    {
    }

    /// <summary>No link layer: raw IP, or a packet to quote in an ICMP error.</summary>
    public static PacketBuilder Raw() => new();

    public static PacketBuilder Ethernet(ulong source = SourceMac, ulong destination = DestinationMac) =>
        new PacketBuilder().Add(new EthernetPart(source, destination));

    public static PacketBuilder LinuxCooked() => new PacketBuilder().Add(new CookedPart(second: false, SourceMac));

    public static PacketBuilder LinuxCooked2() => new PacketBuilder().Add(new CookedPart(second: true, SourceMac));

    public static PacketBuilder Loopback(uint family, bool bigEndian = false) => new PacketBuilder().Add(new LoopbackPart(family, bigEndian));

    /// <summary>Adds a VLAN tag; 0x88A8 or 0x9100 for the outer tag of a stack.</summary>
    public PacketBuilder Vlan(ushort id, ushort tagType = 0x8100) => Add(new VlanPart(id, tagType));

    public PacketBuilder Snap() => Add(new SnapPart());

    public PacketBuilder Arp(byte operation, string sender, string target, ulong senderMac = SourceMac, ulong targetMac = 0) =>
        Add(new ArpPart(operation, senderMac, Address(sender), targetMac, Address(target)));

    public PacketBuilder IPv4(string source, string destination, Ipv4Fields? fields = null) =>
        Add(new Ipv4Part(Address(source), Address(destination), fields ?? new Ipv4Fields()));

    public PacketBuilder IPv6(string source, string destination, byte hopLimit = 64, ushort? payloadLength = null) =>
        Add(new Ipv6Part(Address(source), Address(destination), hopLimit, payloadLength));

    /// <summary>An IPv6 extension header of eight bytes with padding inside: hop-by-hop (0), routing (43) or destination options (60).</summary>
    public PacketBuilder Extension(byte number) => Extension(number, [0, 1, 4, 0, 0, 0, 0]);

    /// <summary>An IPv6 extension header with all bytes after the next-header field given.</summary>
    public PacketBuilder Extension(byte number, byte[] rest) => Add(new ExtensionPart(number, rest));

    /// <summary>An IPv6 fragment header; the offset is in bytes, a multiple of eight.</summary>
    public PacketBuilder Fragment(int offset, bool more) =>
        Extension(44, [0, (byte)(offset >> 8), (byte)((offset & 0xF8) | (more ? 1 : 0)), 0, 0, 0, 1]);

    public PacketBuilder Tcp(int source, int destination, byte flags, uint sequence = 1000, uint acknowledgement = 0, byte[]? options = null) =>
        Add(new TcpPart((ushort)source, (ushort)destination, flags, sequence, acknowledgement, options ?? []));

    public PacketBuilder Udp(int source, int destination, ushort? length = null) => Add(new UdpPart((ushort)source, (ushort)destination, length));

    public PacketBuilder Icmp(byte type, byte code = 0, uint rest = 0) => Add(new IcmpPart(version6: false, type, code, rest));

    public PacketBuilder Icmpv6(byte type, byte code = 0, uint rest = 0) => Add(new IcmpPart(version6: true, type, code, rest));

    /// <summary>GRE; flags as RFC 2890 has them: 0x8000 checksum, 0x2000 key, 0x1000 sequence.</summary>
    public PacketBuilder Gre(ushort flags = 0, ushort? type = null) => Add(new GrePart(flags, type));

    /// <summary>An Ethernet frame within GRE, GENEVE, VXLAN, ERSPAN or an MPLS pseudowire.</summary>
    public PacketBuilder Bridged(ulong source = SourceMac, ulong destination = DestinationMac) => Add(new BridgedPart(source, destination));

    /// <summary>A VXLAN header (within UDP); the flags 0x88 stand for a group policy.</summary>
    public PacketBuilder Vxlan(byte flags = 0x08) => Add(new HeaderPart([flags, 0, 0, 0, 0, 0, 7, 0], -1));

    public PacketBuilder Geneve(byte[]? options = null, ushort? type = null) => Add(new GenevePart(options ?? [], type));

    /// <summary>ERSPAN type II within GRE with a sequence number.</summary>
    public PacketBuilder Erspan2(bool cut = false) => Gre(0x1000, 0x88BE).Add(new HeaderPart([0x10, 7, (byte)(cut ? 4 : 0), 1, 0, 0, 0, 0], -1));

    /// <summary>ERSPAN type III within GRE with a sequence number.</summary>
    public PacketBuilder Erspan3(bool subheader = false) =>
        Gre(0x1000, 0x22EB).Add(new HeaderPart([0x20, 7, 0, 1, 0, 0, 0, 0, 0, 0, 0, (byte)(subheader ? 1 : 0), .. new byte[subheader ? 8 : 0]], -1));

    public PacketBuilder Mpls(params int[] labels) => Add(new MplsPart(labels, controlWord: false, 0x8847));

    public PacketBuilder MplsMulticast(params int[] labels) => Add(new MplsPart(labels, controlWord: false, 0x8848));

    /// <summary>An Ethernet pseudowire with its control word; a <see cref="Bridged"/> frame goes inside.</summary>
    public PacketBuilder Pseudowire(int label) => Add(new MplsPart([label], controlWord: true, 0x8847));

    public PacketBuilder Pppoe(ushort? length = null, byte versionAndType = 0x11, byte code = 0) => Add(new PppoePart(length, versionAndType, code));

    public PacketBuilder Ppp(bool addressAndControl = false, ushort? protocol = null) => Add(new PppPart(addressAndControl, protocol));

    /// <summary>A header given as bytes, where the builder has none of its own.</summary>
    public PacketBuilder Header(byte[] bytes, int number = -1) => Add(new HeaderPart(bytes, number));

    public PacketBuilder Payload(byte[] bytes) => Add(new RawPart(bytes, -1));

    public PacketBuilder Payload(string text) => Payload(System.Text.Encoding.UTF8.GetBytes(text));

    public PacketBuilder Payload(int length) => Payload(new byte[length]);

    /// <summary>Bytes under a type or protocol number that the builder has no layer for.</summary>
    public PacketBuilder Other(int number, byte[] bytes) => Add(new RawPart(bytes, number));

    public byte[] Build()
    {
        byte[] bytes = [];
        var number = -1;
        for (var i = _layers.Count - 1; i >= 0; i--)
        {
            bytes = _layers[i].Wrap(bytes, number);
            number = _layers[i].Number;
        }

        return bytes;
    }

    private static byte[] Address(string text) => IPAddress.Parse(text).GetAddressBytes();

    private PacketBuilder Add(IPacketLayer layer)
    {
        _layers.Add(layer);
        return this;
    }
}
