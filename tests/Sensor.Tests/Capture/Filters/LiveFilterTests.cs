using Tegument.Sensor.Capture;
using Tegument.Sensor.Capture.Filters;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Capture.Filters;

/// <summary>Filters in the real kernel: frames that a peer sends over a veth pair, and which of them reach the ring.</summary>
public sealed class LiveFilterTests : IDisposable
{
    private const string Device = "tghost";
    private const string Host = "10.99.0.1";
    private const string Peer = "10.99.0.2";

    /// <summary>The last frame of every test: it passes every filter used here, so all before it have arrived or never will.</summary>
    private const int LastPort = 9999;
    private readonly List<IDisposable> _owned = [];

    public void Dispose()
    {
        for (var i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
    }

    [SkippableFact]
    public void Only_matching_frames_reach_the_ring_and_the_kernel_counts_no_others()
    {
        var (host, sender) = Pair();
        var capture = Open(host, "udp dst port 9000 or udp dst port 9999", Device);
        var reader = new LiveReader(capture);
        for (var i = 0; i < 500; i++)
        {
            sender.Send(Udp(9000));
            sender.Send(Udp(9001));
        }

        Last(sender, reader);
        reader.Packets.Select(p => p.Port).Distinct().Order().ShouldBe([(ushort)9000, (ushort)LastPort]);
        reader.Packets.Count.ShouldBe(501);
        (capture.KernelPackets, capture.KernelDrops).ShouldBe((501, 0));
    }

    [SkippableFact]
    public void No_frame_that_arrives_while_the_capture_opens_slips_past_the_filter()
    {
        var (host, sender) = Pair();
        using var stop = new CancellationTokenSource();
        var noise = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) sender.Send(Udp(9001));
        });
        for (var i = 0; i < 20; i++)
        {
            var capture = Open(host, "udp dst port 9000", Device);
            Thread.Sleep(10);
            capture.KernelPackets.ShouldBe(0);
            capture.Dispose();
        }

        stop.Cancel();
        noise.Wait();
    }

    [SkippableTheory]
    [InlineData("vlan", "1 2 3")]
    [InlineData("vlan 7", "1 3")]
    [InlineData("vlan 8", "2")]
    [InlineData("vlan 8 and vlan 9", "2")]
    [InlineData("vlan and udp dst port 9008", "1 3")]
    [InlineData("vlan and vlan and udp dst port 9008", "2")]
    [InlineData("vlan and ip6", "3")]
    [InlineData("not vlan", "0")]
    [InlineData("not vlan or vlan 9", "0 2")]
    [InlineData("udp dst port 9008", "0 1 3")]
    [InlineData("ether[14:2] & 0xfff = 7 and vlan", "1 3")]
    [InlineData("vlan and ip src 10.99.0.2 and ip[0] = 0x45", "1")]
    [InlineData("ip or (vlan and ip)", "0 1")]
    public void Tags_that_the_kernel_takes_out_of_the_bytes_are_judged_by_vlan(string expression, string expected)
    {
        var (host, sender) = Pair();
        var reader = new LiveReader(Open(host, $"udp dst port 9999 or ({expression})", Device));
        byte[][] frames =
        [
            PacketBuilder.Ethernet(destination: 0xFFFF_FFFF_FFFF).IPv4(Peer, Host).Udp(100, 9008).Build(),
            PacketBuilder.Ethernet(destination: 0xFFFF_FFFF_FFFF).Vlan(7).IPv4(Peer, Host).Udp(101, 9008).Build(),
            PacketBuilder.Ethernet(destination: 0xFFFF_FFFF_FFFF).Vlan(8, 0x88A8).Vlan(9).IPv4(Peer, Host).Udp(102, 9008).Build(),
            PacketBuilder.Ethernet(destination: 0xFFFF_FFFF_FFFF).Vlan(7).IPv6("fd09::1", "fd09::2").Udp(103, 9008).Build(),
        ];
        foreach (var frame in frames) sender.Send(frame);
        Last(sender, reader);
        string.Join(' ', reader.Packets.Where(p => p.Port == 9008).Select(p => p.SourcePort - 100)).ShouldBe(expected);
    }

    [SkippableFact]
    public void Direction_is_judged_by_the_kernel()
    {
        var (host, sender) = Pair();
        var reader = new LiveReader(Open(host, "outbound or udp dst port 9999", Device));
        sender.Send(Udp(9001));
        host.Run("ping", "-c", "1", "-W", "5", Peer).OrThrow();
        Last(sender, reader);
        reader.Packets.ShouldContain(p => p.IcmpType == 8 && p.Outgoing);
        reader.Packets.ShouldNotContain(p => p.Port == 9001 || p.IcmpType == 0 && p.Protocol == IpProtocol.Icmp);
    }

    [SkippableFact]
    public void One_ring_over_all_interfaces_judges_each_frame_as_its_interface_frames_it()
    {
        var (host, sender) = Pair();
        Requires.Programs("python3");
        Skip.IfNot(File.Exists("/dev/net/tun"), "needs /dev/net/tun");
        host.Run("ip", "tuntap", "add", "tgtun", "mode", "tun").OrThrow();
        host.Run("ip", "link", "set", "tgtun", "up").OrThrow();
        var reader = new LiveReader(Open(host, "icmp or udp dst port 9999", LiveCaptureOptions.AllInterfaces));
        // A tunnel's packets begin at their IP header: an echo request and a datagram, from whoever holds the tunnel's other end.
        byte[][] packets = [PacketBuilder.Raw().IPv4("10.98.0.2", "10.98.0.1").Icmp(8).Build(), PacketBuilder.Raw().IPv4("10.98.0.2", "10.98.0.1").Udp(1, 9001).Build()];
        var writes = string.Concat(packets.Select(p => $"os.write(f, bytes.fromhex('{Convert.ToHexString(p)}'));"));
        host.Run("python3", "-c", $"import fcntl, os, struct; f = os.open('/dev/net/tun', os.O_RDWR); fcntl.ioctl(f, 0x400454ca, struct.pack('16sH22x', b'tgtun', 0x1001)); {writes}").OrThrow();
        sender.Send(Udp(9001));
        Last(sender, reader);
        reader.Packets.ShouldContain(p => p.Link == LinkType.Raw && p.IcmpType == 8);
        reader.Packets.ShouldNotContain(p => p.Port == 9001);
    }

    [SkippableFact]
    public void An_expression_that_cannot_be_used_opens_nothing()
    {
        var (host, _) = Pair();
        Should.Throw<CaptureFilterException>(() => Open(host, "tcp prt 80", Device)).Message.ShouldBe("--filter 'tcp prt 80': can't parse filter expression: syntax error");
        var wide = string.Join(" or ", Enumerable.Range(0, 3000).Select(i => $"(tcp[{i % 40}] = {i % 251} and ip[{i % 19}] = {i % 253})"));
        Should.Throw<CaptureFilterException>(() => Open(host, wide, Device)).Message.ShouldContain("the most is 4096");
        host.Run("cat", "/proc/net/packet").OrThrow().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1);
    }

    private static byte[] Udp(int port) => PacketBuilder.Ethernet(destination: 0xFFFF_FFFF_FFFF).IPv4(Peer, Host).Udp(1, port).Payload(20).Build();

    private static void Last(RawSender sender, LiveReader reader)
    {
        sender.Send(Udp(LastPort));
        reader.Until(all => all.Any(p => p.Port == LastPort)).ShouldBeTrue();
    }

    private (NetworkNamespace Host, RawSender Sender) Pair()
    {
        Requires.Namespaces();
        var host = Own(new NetworkNamespace("host"));
        var peer = Own(new NetworkNamespace("peer"));
        NetworkNamespace.Connect(host, Device, [$"{Host}/24"], peer, "tgpeer", [$"{Peer}/24"]);
        return (host, Own(new RawSender(peer, "tgpeer")));
    }

    private LiveCapture Open(NetworkNamespace host, string expression, params string[] devices) =>
        Own(host.Invoke(() => LiveCapture.Open(new LiveCaptureOptions { Interfaces = devices, Filter = new CaptureFilter(expression) })));

    private T Own<T>(T disposable) where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }
}
