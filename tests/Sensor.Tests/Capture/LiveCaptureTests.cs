using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Capture;

/// <summary>The ring on a real kernel: a "host" namespace that captures and a "peer" that talks to it over a veth pair.</summary>
public sealed class LiveCaptureTests : IDisposable
{
    private const string Device = "tghost";
    private const string Host = "10.99.0.1";
    private const string Peer = "10.99.0.2";
    private readonly List<IDisposable> _owned = [];

    public void Dispose()
    {
        for (var i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
    }

    [SkippableFact]
    public void Every_ping_and_datagram_is_seen_once_with_its_direction_and_nothing_is_dropped()
    {
        const int pings = 200, datagrams = 5000;
        var (host, peer) = Pair();
        var capture = Open(host, Device);
        var reader = new LiveReader(capture);
        var before = DateTimeOffset.UtcNow;

        Ping(peer, Host, pings);
        Send(peer, IPAddress.Parse(Host), 9000, datagrams);

        reader.Until(all => all.Count(p => p.Port == 9000) >= datagrams).ShouldBeTrue();
        capture.Stop();
        reader.HasEnded().ShouldBeTrue();
        reader.Packets.Count(p => p is { IcmpType: 8, Outgoing: false, Protocol: IpProtocol.Icmp, Source: Peer }).ShouldBe(pings);
        reader.Packets.Count(p => p is { IcmpType: 0, Outgoing: true, Protocol: IpProtocol.Icmp, Source: Host }).ShouldBe(pings);
        reader.Packets.Count(p => p is { Port: 9000, Outgoing: false, PayloadLength: 100 }).ShouldBe(datagrams);
        (capture.KernelDrops, capture.KernelFreezes, capture.EndReason).ShouldBe((0, 0, null));
        capture.KernelPackets.ShouldBeGreaterThanOrEqualTo((2 * pings) + datagrams);
        reader.Packets.ShouldAllBe(p => p.Timestamp >= (before.ToUnixTimeMilliseconds() - 1000) * 1_000_000 && p.Link == LinkType.Ethernet);
        reader.Faults.NonZero().ShouldBeEmpty();
    }

    [SkippableFact]
    public void A_vlan_tag_is_seen_although_the_kernel_takes_it_out_of_the_bytes()
    {
        var (host, peer) = Pair();
        var reader = new LiveReader(Open(host, Device));
        using (var sender = new RawSender(peer, "tgpeer"))
        {
            sender.Send(PacketBuilder.Ethernet(destination: 0xFFFF_FFFF_FFFF).Vlan(7).IPv4(Peer, Host).Udp(1, 9008).Build());
            sender.Send(PacketBuilder.Ethernet(destination: 0xFFFF_FFFF_FFFF).Vlan(8, 0x88A8).Vlan(9).IPv4(Peer, Host).Udp(1, 9008).Build());
        }

        reader.Until(all => all.Count(p => p.Port == 9008) >= 2).ShouldBeTrue();
        reader.Packets.Where(p => p.Port == 9008).Select(p => p.Vlan).ShouldBe([(ushort)7, (ushort)8]);
    }

    [SkippableFact]
    public void A_forged_frame_with_our_own_address_as_source_is_not_marked_outgoing()
    {
        var (host, peer) = Pair();
        var reader = new LiveReader(Open(host, Device));
        using (var sender = new RawSender(peer, "tgpeer"))
            sender.Send(PacketBuilder.Ethernet(destination: 0xFFFF_FFFF_FFFF).IPv4(Host, Peer).Udp(1, 9009).Build());
        reader.Until(all => all.Any(p => p.Port == 9009)).ShouldBeTrue();
        reader.Packets.Single(p => p.Port == 9009).Outgoing.ShouldBeFalse();
    }

    [SkippableFact]
    public void Loopback_packets_are_seen_once()
    {
        var (host, _) = Pair();
        var capture = Open(host, "lo");
        var reader = new LiveReader(capture);
        Send(host, IPAddress.Loopback, 9001, 100);
        reader.Until(all => all.Count(p => p.Port == 9001) >= 100).ShouldBeTrue();
        capture.Stop();
        reader.HasEnded().ShouldBeTrue();
        reader.Packets.Count(p => p.Port == 9001).ShouldBe(100);
        reader.Packets.ShouldAllBe(p => !p.Outgoing);
    }

    [SkippableFact]
    public void Several_interfaces_and_all_interfaces_are_one_source()
    {
        var (host, peer) = Pair();
        var several = new LiveReader(Open(host, Device, "lo"));
        var all = new LiveReader(Open(host, LiveCaptureOptions.AllInterfaces));
        Send(peer, IPAddress.Parse(Host), 9002, 50);
        Send(host, IPAddress.Loopback, 9003, 50);
        foreach (var reader in new[] { several, all })
        {
            reader.Until(seen => seen.Count(p => p.Port == 9002) >= 50 && seen.Count(p => p.Port == 9003) >= 50).ShouldBeTrue();
            reader.Packets.Count(p => p.Port is 9002 or 9003).ShouldBe(100);
        }
    }

    [SkippableFact]
    public void Capture_that_cannot_start_says_why()
    {
        var (host, _) = Pair();
        Refusal(host, "nosuch0").ShouldBe("cannot capture on nosuch0: no such interface");
        host.Run("ip", "link", "set", Device, "down").OrThrow();
        Refusal(host, Device).ShouldBe($"cannot capture on {Device}: the interface is down (ip link set {Device} up)");
    }

    [SkippableFact]
    public void An_interface_that_goes_down_is_trouble_until_it_is_up_again()
    {
        var (host, peer) = Pair();
        var capture = Open(host, Device);
        var reader = new LiveReader(capture);
        host.Run("ip", "link", "set", Device, "down").OrThrow();
        LiveReader.Within(() => capture.Trouble == $"{Device} is down").ShouldBeTrue();
        host.Run("ip", "link", "set", Device, "up").OrThrow();
        // The carrier comes a moment after the interface: keep sending until something arrives.
        LiveReader.Within(() =>
        {
            Send(peer, IPAddress.Parse(Host), 9004, 1);
            return reader.Packets.Any(p => p.Port == 9004);
        }).ShouldBeTrue();
        (capture.Trouble, capture.EndReason).ShouldBe((null, null));
    }

    [SkippableFact]
    public void An_interface_that_disappears_ends_the_capture_by_name()
    {
        var (host, _) = Pair();
        var capture = Open(host, Device);
        var reader = new LiveReader(capture);
        host.Run("ip", "link", "del", Device).OrThrow();
        reader.HasEnded().ShouldBeTrue();
        capture.EndReason.ShouldBe($"{Device} disappeared");
    }

    [SkippableFact]
    public void One_interface_of_two_that_disappears_is_trouble_and_the_other_goes_on()
    {
        var (host, _) = Pair();
        var capture = Open(host, Device, "lo");
        var reader = new LiveReader(capture);
        host.Run("ip", "link", "del", Device).OrThrow();
        LiveReader.Within(() => capture.Trouble == $"{Device} disappeared").ShouldBeTrue();
        Send(host, IPAddress.Loopback, 9005, 10);
        reader.Until(all => all.Count(p => p.Port == 9005) >= 10).ShouldBeTrue();
        capture.EndReason.ShouldBeNull();
    }

    [SkippableFact]
    public void Stopping_wakes_a_reader_that_would_wait_for_an_hour()
    {
        var (host, _) = Pair();
        var capture = Own(host.Invoke(() => LiveCapture.Open(new LiveCaptureOptions { Interfaces = ["lo"], IdleMs = 3_600_000 })));
        var reader = new LiveReader(capture);
        Thread.Sleep(100);
        capture.Stop();
        reader.HasEnded().ShouldBeTrue();
        capture.EndReason.ShouldBeNull();
    }

    [SkippableFact]
    public void Disposing_while_capturing_ends_the_reader_and_touches_no_freed_memory()
    {
        var (host, _) = Pair();
        using var flood = new CancellationTokenSource();
        var sender = Task.Run(() =>
        {
            while (!flood.IsCancellationRequested) Send(host, IPAddress.Loopback, 9006, 200);
        });
        Parallel.For(0, 10, new ParallelOptions { MaxDegreeOfParallelism = 10 }, i =>
        {
            var capture = host.Invoke(() => LiveCapture.Open(new LiveCaptureOptions { Interfaces = ["lo"], BlockBytes = 64 * 1024, BlockCount = 4 }));
            var reader = new LiveReader(capture);
            reader.Until(all => all.Count > 50 * i).ShouldBeTrue();
            capture.Dispose();
            reader.HasEnded().ShouldBeTrue();
            capture.Next(out _).ShouldBe(FrameRead.End);
            capture.KernelPackets.ShouldBeGreaterThan(0);
            capture.Dispose();
        });
        flood.Cancel();
        sender.Wait();
    }

    [SkippableFact]
    public void What_is_shown_ahead_comes_next_in_order()
    {
        var (host, peer) = Pair();
        var capture = Open(host, Device);
        Send(peer, IPAddress.Parse(Host), 9010, 2000);
        var announced = new Queue<byte[]>();
        var (read, foretold) = (0, 0);
        LiveReader.Within(() =>
        {
            while (capture.Next(out var frame) == FrameRead.Frame)
            {
                read++;
                if (announced.TryDequeue(out var expected))
                {
                    frame.Bytes[..expected.Length].SequenceEqual(expected).ShouldBeTrue();
                    foretold++;
                }

                while (capture.TryAhead(out var ahead, out var link))
                {
                    (link, ahead.Length).ShouldBe((LinkType.Ethernet, Math.Min(ahead.Length, IFrameSource.AheadBytes)));
                    announced.Enqueue(ahead.ToArray());
                    announced.Count.ShouldBeLessThanOrEqualTo(8);
                }
            }

            return read >= 2000;
        }).ShouldBeTrue();
        announced.ShouldBeEmpty();
        foretold.ShouldBeGreaterThan(1000);
        capture.TryAhead(out _, out _).ShouldBeFalse();
    }

    [SkippableFact]
    public void Drops_are_counted_when_nobody_reads()
    {
        var (host, _) = Pair();
        var capture = Own(host.Invoke(() => LiveCapture.Open(new LiveCaptureOptions { Interfaces = ["lo"], BlockBytes = 4096, BlockCount = 2 })));
        Send(host, IPAddress.Loopback, 9007, 2000);
        capture.KernelDrops.ShouldBeGreaterThan(0);
        var total = capture.KernelDrops;
        capture.KernelDrops.ShouldBeGreaterThanOrEqualTo(total);
        capture.Next(out _).ShouldBe(FrameRead.Frame);
    }

    private static string Refusal(NetworkNamespace host, string device) => Should.Throw<CaptureUnavailableException>(
        () => host.Invoke(() => LiveCapture.Open(new LiveCaptureOptions { Interfaces = [device] }))).Message;

    private static void Ping(NetworkNamespace from, string to, int count) => from.Invoke(() =>
    {
        using var ping = new Ping();
        for (var i = 0; i < count; i++) ping.Send(to, timeout: 5000).Status.ShouldBe(IPStatus.Success);
        return count;
    });

    private static void Send(NetworkNamespace from, IPAddress to, int port, int count)
    {
        using var socket = from.Invoke(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        var payload = new byte[100];
        var target = new IPEndPoint(to, port);
        for (var i = 0; i < count; i++) socket.SendTo(payload, target);
    }

    private (NetworkNamespace Host, NetworkNamespace Peer) Pair()
    {
        Requires.Namespaces();
        var host = Own(new NetworkNamespace("host"));
        var peer = Own(new NetworkNamespace("peer"));
        NetworkNamespace.Connect(host, Device, [$"{Host}/24"], peer, "tgpeer", [$"{Peer}/24"]);
        return (host, peer);
    }

    private LiveCapture Open(NetworkNamespace host, params string[] devices) =>
        Own(host.Invoke(() => LiveCapture.Open(new LiveCaptureOptions { Interfaces = devices })));

    private T Own<T>(T disposable) where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }
}
