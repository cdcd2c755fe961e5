using System.Globalization;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Flows;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Detect;

/// <summary>The gate on the hot path: a steady state allocates nothing, whatever the packets are.</summary>
public sealed class AllocationTests
{
    private const int Rounds = 20;
    private readonly SensorCore _core = new(SensorLimits.Default, KeyedHash.ReplaySeed, live: false);
    private long _time = 1_700_000_000_000_000_000;

    [Fact]
    public void Flows_that_talk_allocate_0_bytes()
    {
        var frames = new List<byte[]>();
        for (var i = 0; i < 200; i++)
        {
            var client = string.Create(CultureInfo.InvariantCulture, $"203.0.113.{i + 1}");
            frames.Add(PacketBuilder.Ethernet().IPv4(client, "192.0.2.10").Tcp(40_000 + i, 443, TcpFlags.Syn, 1000, 0, TcpOption.StackSyn).Build());
            frames.Add(PacketBuilder.Ethernet().IPv4("192.0.2.10", client).Tcp(443, 40_000 + i, TcpFlags.Syn | TcpFlags.Ack, 5000, 1001).Build());
            frames.Add(PacketBuilder.Ethernet().IPv4(client, "192.0.2.10").Tcp(40_000 + i, 443, TcpFlags.Ack, 1001, 5001).Build());
            frames.Add(PacketBuilder.Ethernet().IPv4(client, "192.0.2.10").Tcp(40_000 + i, 443, TcpFlags.Ack | TcpFlags.Psh, 1001, 5001).Payload(100).Build());
            frames.Add(PacketBuilder.Ethernet().IPv4("192.0.2.10", client).Tcp(443, 40_000 + i, TcpFlags.Ack | TcpFlags.Psh, 5001, 1101).Payload(900).Build());
            frames.Add(PacketBuilder.Ethernet().IPv4(client, "192.0.2.53").Udp(50_000 + i, 53).Payload(40).Build());
            frames.Add(PacketBuilder.Ethernet().IPv4("192.0.2.53", client).Udp(53, 50_000 + i).Payload(200).Build());
            frames.Add(PacketBuilder.Ethernet().IPv6("2001:db8::1", "2001:db8::2").Icmpv6(128, 0, (uint)i << 16).Build());
        }

        Allocated(frames).ShouldBe(0);
    }

    [Fact]
    public void Tunnels_spoofs_and_reflections_that_go_on_allocate_0_bytes()
    {
        var frames = new List<byte[]>();
        for (var i = 0; i < 400; i++)
        {
            frames.Add(PacketBuilder.Ethernet().IPv4("203.0.113.9", "192.0.2.53").Udp(40_000, 53).Payload(DnsMessage.Question($"{i * 7919:x8}4q7z{i * 104_729:x8}k3.t.example.org", DnsMessage.Null)).Build());
            frames.Add(PacketBuilder.Ethernet().IPv4("203.0.113.7", "192.0.2.53").Udp(40_000, 53).Payload(DnsMessage.Question("zone.example.org", DnsMessage.Any)).Build());
            frames.Add(PacketBuilder.Ethernet().IPv4("192.0.2.53", "203.0.113.7").Udp(53, 40_000).Payload(DnsMessage.Answer("zone.example.org", DnsMessage.Any, 1300)).Build());
            frames.Add(PacketBuilder.Ethernet().IPv4("203.0.113.8", "192.0.2.10").Icmp(8, 0, (uint)(0x10000 + i)).Payload(40 + i).Build());
            frames.Add(PacketBuilder.Ethernet().IPv4("192.0.2.10", "203.0.113.8").Icmp(0, 0, (uint)(0x10000 + i)).Payload("what was not sent").Build());
            frames.Add(PacketBuilder.Ethernet().Arp(2, "192.0.2.1", "192.0.2.10", 0x02_00_00_00_0B_AD).Build());
        }

        Allocated(frames, microseconds: 5_000).ShouldBe(0);
        _core.Tallies.Count.ShouldBeGreaterThanOrEqualTo(4, "all were met");
    }

    [Fact]
    public void One_packet_sources_allocate_0_bytes()
    {
        var frames = Enumerable.Range(0, 4000)
            .Select(i => PacketBuilder.Ethernet().IPv4(string.Create(CultureInfo.InvariantCulture, $"{11 + (i % 200)}.{i / 200}.7.9"), string.Create(CultureInfo.InvariantCulture, $"192.0.2.{(i % 250) + 1}")).Tcp(1000 + i, 80, (byte)(i % 5 == 0 ? 0 : TcpFlags.Syn)).Build())
            .ToList();
        Allocated(frames).ShouldBe(0);
    }

    [Fact]
    public void A_scanner_that_repeats_itself_allocates_0_bytes()
    {
        var frames = Enumerable.Range(1, 2000)
            .SelectMany(port => new[]
            {
                PacketBuilder.Ethernet().IPv4("198.51.100.7", "192.0.2.10").Tcp(40_000, port, TcpFlags.Syn).Build(),
                PacketBuilder.Ethernet().IPv4("192.0.2.10", "198.51.100.7").Tcp(port, 40_000, TcpFlags.Rst | TcpFlags.Ack).Build(),
            })
            .ToList();
        Allocated(frames).ShouldBe(0);
    }

    [Fact]
    public void Logins_and_requests_allocate_0_bytes()
    {
        var frames = new List<byte[]>();
        for (var i = 0; i < 100; i++)
        {
            var client = string.Create(CultureInfo.InvariantCulture, $"203.0.113.{i + 1}");
            Converse(frames, client, 21, "220 FTP ready\r\n", "USER me\r\n", "331 go on\r\n", i % 2 == 0 ? "PASS right\r\n" : "PASS wrong\r\n", i % 2 == 0 ? "230 welcome\r\n" : "530 no\r\n");
            Converse(frames, client, 80, "", "GET / HTTP/1.1\r\nAuthorization: Basic eA==\r\n\r\n", "HTTP/1.1 401 no\r\n\r\n", "GET / HTTP/1.1\r\nHost:", "", " x\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n");
            Converse(frames, client, 22, "SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-x\r\n");
        }

        Allocated(frames).ShouldBe(0);
    }

    // A whole connection; the server speaks first, an empty text is its silence.
    private static void Converse(List<byte[]> frames, string client, int port, params string[] texts)
    {
        var (mine, theirs) = (1000u, 5000u);
        Add(true, TcpFlags.Syn, "");
        Add(false, TcpFlags.Syn | TcpFlags.Ack, "");
        (mine, theirs) = (mine + 1, theirs + 1);
        Add(true, TcpFlags.Ack, "");
        for (var i = 0; i < texts.Length; i++)
            if (texts[i].Length > 0) Add(i % 2 == 1, TcpFlags.Ack | TcpFlags.Psh, texts[i]);
        Add(true, TcpFlags.Ack | TcpFlags.Fin, "");
        Add(false, TcpFlags.Ack | TcpFlags.Fin, "");

        void Add(bool byClient, byte flags, string text)
        {
            var builder = byClient
                ? PacketBuilder.Ethernet().IPv4(client, "192.0.2.10").Tcp(40_000 + port, port, flags, mine, theirs)
                : PacketBuilder.Ethernet().IPv4("192.0.2.10", client).Tcp(port, 40_000 + port, flags, theirs, mine);
            frames.Add(builder.Payload(text).Build());
            if (byClient) mine += (uint)text.Length;
            else theirs += (uint)text.Length;
        }
    }

    // The first rounds fill tables and grow sets; from then on the same traffic must cost no byte. The runtime itself may allocate once on this
    // thread when it compiles a loop anew: what packets cost, they cost each time.
    private long Allocated(List<byte[]> frames, int microseconds = 20)
    {
        for (var i = 0; i < 3; i++) Round(frames, microseconds);
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 3 && least > 0; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Rounds; i++) Round(frames, microseconds);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private void Round(List<byte[]> frames, int microseconds)
    {
        foreach (var bytes in frames)
        {
            _time += microseconds * 1000L;
            var frame = new Frame { Bytes = bytes, Timestamp = _time, WireLength = bytes.Length, Link = LinkType.Ethernet };
            _core.Observe(in frame);
        }
    }
}
