using System.Buffers.Binary;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Capture.Fanout;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Native;
using Tegument.Tests.Support;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Capture.Fanout;

/// <summary>Which ring the real kernel gives a frame to: several rings on one end of a veth pair, frames from both ends.</summary>
public sealed class FanoutTests : IDisposable
{
    private const string Device = "tghost";
    private const ulong Seed = 0x0123_4567_89AB_CDEF;
    private const ulong HostMac = 0x02_00_00_00_00_01;
    private const ulong PeerMac = 0x02_00_00_00_00_02;
    private readonly List<IDisposable> _owned = [];
    private int _marker;

    public void Dispose()
    {
        for (var i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
    }

    public static TheoryData<string> Kinds =>
    [
        "tcp", "udp", "fragments", "vlan", "vlan in vlan", "three tags", "icmp echo", "icmp error", "icmp error with options", "later icmp fragment",
        "tcp6", "udp6", "fragments6", "extension6", "vlan6", "icmpv6 echo", "icmpv6 error",
    ];

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Both_directions_of_a_conversation_reach_the_same_ring(string kind)
    {
        const int rings = 4, pairs = 24;
        var (host, fromHost, fromPeer) = Pair();
        var group = Open(host, rings);
        var used = new HashSet<int>();
        var expected = new List<(int Ring, byte[] Frame)>();
        for (var n = 0; n < pairs; n++)
        {
            var whole = Frames(kind, n).ToArray();
            var ring = FanoutMirror.RingOf(whole[0].Frame, LinkType.Ethernet, Seed, rings);
            used.Add(ring);
            foreach (var (frame, outgoing) in whole)
            {
                FanoutMirror.RingOf(frame, LinkType.Ethernet, Seed, rings).ShouldBe(ring, $"{kind} {n}");
                expected.Add((ring, frame));
                (outgoing ? fromHost : fromPeer).Send(frame);
            }
        }

        used.Count.ShouldBeGreaterThan(2, "the pairs lie on several rings");
        var got = Receive(group, expected.Count);
        got.Count.ShouldBe(expected.Count);
        foreach (var (ring, frame) in expected) got.ShouldContain(g => g.Ring == ring && g.Marker == MarkerOf(frame), $"{kind}: ring {ring}");
    }

    [SkippableFact]
    public void What_concerns_all_neighbours_reaches_the_first_ring()
    {
        var (host, fromHost, fromPeer) = Pair();
        var group = Open(host, 3);
        byte[][] frames =
        [
            .. Enumerable.Range(1, 20).Select(n => PacketBuilder.Ethernet(PeerMac, 0xFFFF_FFFF_FFFF).Arp(1, $"10.7.0.{n}", "10.7.1.1").Payload(Marker()).Build()),
            .. Enumerable.Range(1, 20).Select(n => PacketBuilder.Ethernet(PeerMac, 0x3333_0000_0001).IPv6($"fe80::{n:x}", "ff02::1").Icmpv6(136).Payload(16).Payload(Marker()).Build()),
            .. Enumerable.Range(1, 5).Select(_ => PacketBuilder.Ethernet(PeerMac, 0xFFFF_FFFF_FFFF).Other(0x88CC, new byte[60]).Build()),
        ];
        foreach (var frame in frames)
        {
            fromPeer.Send(frame);
            fromHost.Send(frame);
        }

        var got = Receive(group, 2 * frames.Length);
        got.Count.ShouldBe(2 * frames.Length);
        got.ShouldAllBe(g => g.Ring == 0);
    }

    [SkippableFact]
    public void Nothing_that_comes_while_the_group_is_made_reaches_a_wrong_ring()
    {
        var (host, _, fromPeer) = Pair();
        using var stop = new CancellationTokenSource();
        var noise = Task.Run(() =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++) fromPeer.Send(Tcp(n % 200, outgoing: false));
        });
        for (var round = 0; round < 10; round++)
        {
            var group = Open(host, 3);
            foreach (var (ring, rightRing) in Receive(group, 300).Select(g => (g.Ring, g.RightRing))) ring.ShouldBe(rightRing);
            foreach (var ring in group) ring.Dispose();
        }

        stop.Cancel();
        noise.Wait();
    }

    [SkippableFact]
    public void A_conversation_stays_on_its_ring_when_the_interface_was_down()
    {
        var (host, _, fromPeer) = Pair();
        var group = Open(host, 4);
        host.Run("ip", "link", "set", Device, "down").OrThrow();
        host.Run("ip", "link", "set", Device, "up").OrThrow();
        LiveReader.Within(() => host.Run("cat", $"/sys/class/net/{Device}/carrier").Output.Trim() == "1").ShouldBeTrue();
        for (var n = 0; n < 100; n++) fromPeer.Send(Tcp(n, outgoing: false));
        var got = Receive(group, 100);
        got.Count.ShouldBe(100);
        got.ShouldAllBe(g => g.Ring == g.RightRing);
    }

    private static byte[] Tcp(int n, bool outgoing) => Ethernet(outgoing).IPv4(Our(outgoing, n), Our(!outgoing, n)).Tcp(1, 2, TcpFlags.Ack).Payload(8).Build();

    private IEnumerable<(byte[] Frame, bool Outgoing)> Frames(string kind, int n)
    {
        foreach (var outgoing in new[] { false, true })
        {
            var (from, to, from6, to6) = (Our(outgoing, n), Our(!outgoing, n), Our6(outgoing, n), Our6(!outgoing, n));
            var plain = Ethernet(outgoing);
            switch (kind)
            {
                case "tcp": yield return (plain.IPv4(from, to).Tcp(1, 2, TcpFlags.Ack).Payload(Marker()).Build(), outgoing); break;
                case "udp": yield return (plain.IPv4(from, to).Udp(1, 2).Payload(Marker()).Build(), outgoing); break;
                case "fragments":
                    yield return (plain.IPv4(from, to, new Ipv4Fields { FragmentOffset = 0, MoreFragments = true }).Udp(1, 2).Payload(Marker()).Build(), outgoing);
                    yield return (Ethernet(outgoing).IPv4(from, to, new Ipv4Fields { FragmentOffset = 1480 }).Other(17, Marker()).Build(), outgoing);
                    break;
                case "vlan": yield return (plain.Vlan(7).IPv4(from, to).Udp(1, 2).Payload(Marker()).Build(), outgoing); break;
                case "vlan in vlan": yield return (plain.Vlan(7, 0x88A8).Vlan(8).IPv4(from, to).Udp(1, 2).Payload(Marker()).Build(), outgoing); break;
                case "three tags": yield return (plain.Vlan(7, 0x88A8).Vlan(8).Vlan(9).IPv4(from, to).Udp(1, 2).Payload(Marker()).Build(), outgoing); break;
                case "icmp echo": yield return (plain.IPv4(from, to).Icmp((byte)(outgoing ? 0 : 8)).Payload(Marker()).Build(), outgoing); break;
                case "icmp error" or "icmp error with options":
                    yield return (plain.IPv4(from, to).Udp(1, 2).Payload(Marker()).Build(), outgoing);
                    // A router in between, not one of the two, says that it did not arrive.
                    var router = new Ipv4Fields { Options = kind == "icmp error" ? [] : [1, 1, 1, 1, 1, 1, 1, 1] };
                    yield return (Ethernet(outgoing).IPv4("10.8.8.8", from, router).Icmp(3, 1).Payload(PacketBuilder.Raw().IPv4(from, to).Udp(1, 2).Payload(Marker()).Build()).Build(), outgoing);
                    break;
                case "later icmp fragment":
                    yield return (plain.IPv4(from, to, new Ipv4Fields { MoreFragments = true }).Icmp(3, 1).Payload(40).Payload(Marker()).Build(), outgoing);
                    yield return (Ethernet(outgoing).IPv4(from, to, new Ipv4Fields { FragmentOffset = 1480 }).Other(1, [3, 1, 0, 0, .. new byte[40], .. Marker()]).Build(), outgoing);
                    break;
                case "tcp6": yield return (plain.IPv6(from6, to6).Tcp(1, 2, TcpFlags.Ack).Payload(Marker()).Build(), outgoing); break;
                case "udp6": yield return (plain.IPv6(from6, to6).Udp(1, 2).Payload(Marker()).Build(), outgoing); break;
                case "fragments6":
                    yield return (plain.IPv6(from6, to6).Fragment(0, more: true).Udp(1, 2).Payload(Marker()).Build(), outgoing);
                    yield return (Ethernet(outgoing).IPv6(from6, to6).Fragment(1480, more: false).Other(17, Marker()).Build(), outgoing);
                    break;
                case "extension6": yield return (plain.IPv6(from6, to6).Extension(0).Udp(1, 2).Payload(Marker()).Build(), outgoing); break;
                case "vlan6": yield return (plain.Vlan(7, 0x88A8).Vlan(8).IPv6(from6, to6).Udp(1, 2).Payload(Marker()).Build(), outgoing); break;
                case "icmpv6 echo": yield return (plain.IPv6(from6, to6).Icmpv6((byte)(outgoing ? 129 : 128)).Payload(Marker()).Build(), outgoing); break;
                default:
                    yield return (plain.IPv6(from6, to6).Udp(1, 2).Payload(Marker()).Build(), outgoing);
                    yield return (Ethernet(outgoing).IPv6("fd08::8", from6).Icmpv6(1, 3).Payload(PacketBuilder.Raw().IPv6(from6, to6).Udp(1, 2).Payload(Marker()).Build()).Build(), outgoing);
                    break;
            }
        }
    }

    private static PacketBuilder Ethernet(bool outgoing) => outgoing ? PacketBuilder.Ethernet(HostMac, PeerMac) : PacketBuilder.Ethernet(PeerMac, HostMac);

    private static string Our(bool here, int n) => here ? "10.7.0.1" : $"10.7.{1 + (n / 200)}.{n % 200}";

    private static string Our6(bool here, int n) => here ? "fd07::1" : $"fd07::{n + 2:x}";

    // Eight bytes at a frame's end that tell it from all others.
    private byte[] Marker()
    {
        var marker = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(marker, 0x7E60_0000_0000_0000 + ++_marker);
        return marker;
    }

    private static long MarkerOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt64BigEndian(frame[^8..]);

    private static List<(int Ring, int RightRing, long Marker)> Receive(PacketRing[] group, int count)
    {
        var got = new List<(int, int, long)>();
        LiveReader.Within(() =>
        {
            for (var ring = 0; ring < group.Length; ring++)
            {
                while (group[ring].TryNext(out var frame))
                {
                    // What the host's own stack says meanwhile (router solicitations, listener reports) comes from another address.
                    if (frame.Bytes[6..11].SequenceEqual((byte[])[2, 0, 0, 0, 0])) got.Add((ring, FanoutMirror.RingOf(frame.Bytes, LinkType.Ethernet, Seed, group.Length), MarkerOf(frame.Bytes)));
                }
            }

            return got.Count >= count;
        });
        return got;
    }

    private PacketRing[] Open(NetworkNamespace host, int rings)
    {
        var group = host.Invoke(() => PacketRing.OpenGroup(new PacketRingOptions { Interface = Device, BlockCount = 16 }, rings, FanoutProgram.Build(Seed)));
        _owned.AddRange(group);
        return group;
    }

    private (NetworkNamespace Host, RawSender FromHost, RawSender FromPeer) Pair()
    {
        Requires.Namespaces();
        var host = new NetworkNamespace("host");
        _owned.Add(host);
        var peer = new NetworkNamespace("peer");
        _owned.Add(peer);
        NetworkNamespace.Connect(host, Device, ["10.99.0.1/24"], peer, "tgpeer", ["10.99.0.2/24"]);
        var (fromHost, fromPeer) = (new RawSender(host, Device), new RawSender(peer, "tgpeer"));
        _owned.Add(fromHost);
        _owned.Add(fromPeer);
        return (host, fromHost, fromPeer);
    }
}
