using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Flows;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Detect;

/// <summary>A sensor on a stage: packets go in at chosen times, evidence comes out. Times are seconds since the play began.</summary>
internal sealed class Stage(bool live = false, SensorLimits? limits = null)
{
    public const string Attacker = "198.51.100.7";
    public const string Server = "192.0.2.10";
    private const long Begin = 1_700_000_000_000_000_000;
    private const byte Syn = TcpFlags.Syn;
    private const byte Ack = TcpFlags.Ack;

    private readonly List<EvidenceItem> _items = [];
    private readonly List<VictimIncident> _incidents = [];

    public SensorCore Core { get; } = new(limits ?? SensorLimits.Default, KeyedHash.ReplaySeed, live);

    /// <summary>Our half bears the kernel's mark.</summary>
    public bool Live => live;

    public bool IsLive => live;

    public double Time { get; private set; }

    /// <summary>The latest totals of each incident.</summary>
    public IReadOnlyList<EvidenceItem> Evidence
    {
        get
        {
            Core.Drain(everything: true, _items, _incidents);
            return [.. _items.GroupBy(i => (i.Source, i.Kind, i.Technique, i.Incident)).Select(g => g.Last())];
        }
    }

    public IReadOnlyList<VictimIncident> Incidents
    {
        get
        {
            Core.Drain(everything: true, _items, _incidents);
            return [.. _incidents.GroupBy(i => i.Id).Select(g => g.Last())];
        }
    }

    public DateTimeOffset Clock => DateTimeOffset.UnixEpoch.AddTicks(Now / 100);

    public EvidenceItem? Of(string source, EvidenceKind kind, string? technique = null) =>
        Evidence.SingleOrDefault(e => e.Source == IpKey.Parse(source) && e.Kind == kind && (technique is null || e.Technique == technique));

    public Stage Wait(double seconds)
    {
        Time += seconds;
        Core.Advance(Now);
        return this;
    }

    /// <summary>Packet time runs back (or on, when negative) without the sensor being told otherwise than by its packets.</summary>
    public Stage Rewind(double seconds)
    {
        Time -= seconds;
        return this;
    }

    public Stage Send(byte[] frame, bool outgoing = false)
    {
        var sent = new Frame { Bytes = frame, Timestamp = Now, WireLength = frame.Length, Link = LinkType.Ethernet, Outgoing = outgoing };
        Core.Observe(in sent);
        return this;
    }

    public Stage Tcp(string from, int fromPort, string to, int toPort, byte flags, uint sequence = 1000, uint acknowledgement = 0, byte[]? options = null, int payload = 0, bool outgoing = false)
    {
        var builder = Ip(from, to).Tcp(fromPort, toPort, flags, sequence, acknowledgement, options);
        return Send((payload > 0 ? builder.Payload(payload) : builder).Build(), outgoing);
    }

    public Stage Udp(string from, int fromPort, string to, int toPort, int payload = 20, bool outgoing = false) =>
        Send(Ip(from, to).Udp(fromPort, toPort).Payload(payload).Build(), outgoing);

    public Stage Refuse(string server, int port, string client, int clientPort) =>
        Tcp(server, port, client, clientPort, TcpFlags.Rst | TcpFlags.Ack, outgoing: live);

    /// <summary>A whole handshake; the client's next sequence number is 1001, the server's 5001.</summary>
    public Stage Handshake(string client, int clientPort, string server, int port, byte[]? options = null) =>
        Tcp(client, clientPort, server, port, Syn, 1000, 0, options ?? TcpOption.StackSyn)
            .Tcp(server, port, client, clientPort, Syn | Ack, 5000, 1001, TcpOption.StackSyn, outgoing: live)
            .Tcp(client, clientPort, server, port, Ack, 1001, 5001);

    /// <summary>Data both ways on a connection that stands.</summary>
    public Stage Talk(string client, int clientPort, string server, int port) =>
        Tcp(client, clientPort, server, port, Ack | TcpFlags.Psh, 1001, 5001, payload: 100)
            .Tcp(server, port, client, clientPort, Ack | TcpFlags.Psh, 5001, 1101, payload: 400, outgoing: live);

    private static PacketBuilder Ip(string from, string to) =>
        from.Contains(':', StringComparison.Ordinal) ? PacketBuilder.Ethernet().IPv6(from, to) : PacketBuilder.Ethernet().IPv4(from, to);

    private long Now => Begin + (long)(Time * 1e9);
}
