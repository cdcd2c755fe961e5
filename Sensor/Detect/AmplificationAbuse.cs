using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Detect;

/// <summary>
/// Our own servers abused as reflectors: one question asked again and again in one address's name, whose answers are much larger, or
/// handshakes that nobody finishes. An incident on that address, which most likely never asked: nobody is accused. A busy client is told
/// by its many different questions, by answers that are not larger, by handshakes that it finishes. Bounded: a coarse count in fixed
/// memory decides who is looked at, at most <see cref="MaxRecords"/> at once. One thread; allocates when an incident begins.
/// </summary>
/// <param name="live">Only what the kernel marks outgoing is our answer.</param>
public sealed class AmplificationAbuse(TallyTable tallies, EvidenceDesk desk, FloodDetector floods, ulong seed, bool live)
{
    /// <summary>Bytes of payload from which an answer may be worth reflecting.</summary>
    public const int LargeAnswer = 200;

    public const int MaxRecords = 64;
    private const int CoarseSlots = 1 << 12;
    private const long Second = 1_000_000_000;
    private const long Window = 10 * Second;
    private const long TcpWindow = 60 * Second;
    private const int BeginAt = 32;

    /// <summary>In ten seconds: questions, bytes of answers, and how many times larger the answers are.</summary>
    private const int QuestionsLeast = 200;
    private const int BytesLeast = 200_000;
    private const int FactorLeast = 5;

    /// <summary>In a minute: handshakes that our side answered and nobody finished.</summary>
    private const int UnfinishedLeast = 100;

    private readonly (long Window, int Count)[] _coarse = new (long, int)[CoarseSlots];
    private readonly AmplificationRecord[] _records = new AmplificationRecord[MaxRecords];
    private int _count;

    /// <summary>Somebody is looked at: small packets matter now.</summary>
    public bool IsWatching => _count > 0;

    /// <summary>Addresses that came near the limit while every record was in use.</summary>
    public long Overflow { get; private set; }

    public void Udp(ref readonly PacketView packet, long now)
    {
        if (packet.PayloadLength >= LargeAnswer && Reflectors.ServiceOf(packet.SourcePort) is { } service) Answer(in packet, service, now);
        else if (_count > 0) Small(in packet, now);
    }

    /// <summary>A handshake that our side answered ended without the other's acknowledgement.</summary>
    public void Unfinished(ref readonly Flow flow, long now)
    {
        // At a flood's rate the server is the victim, and the flood is told already.
        if (flow.Has(FlowMarks.OwnInitiator) || flow.ResponderPackets == 0 || floods.IsFlooded(EvidenceKind.SynFlood, flow.Responder, flow.ResponderPort)) return;
        var at = RecordOf(flow.Initiator, flow.Responder, flow.ResponderPort, IpProtocol.Tcp, TcpWindow, now);
        if (at < 0) return;
        ref var record = ref _records[at];
        record.Questions += flow.InitiatorPackets;
        record.Answers += flow.ResponderPackets;
        // A flood shows itself within seconds; a reflection is slow enough to pass for traffic.
        if (++record.Same < UnfinishedLeast || now - record.WindowStart < Window) return;
        Tell(ref record, Techniques.ReflectorTcp, record.Answers / (double)Math.Max(1, record.Questions), now);
    }

    /// <summary>Whoever finishes a handshake lives where it says: its unfinished ones are an accident.</summary>
    public void Finished(ref readonly Flow flow)
    {
        if (_count == 0) return;
        var at = Find(flow.Initiator, flow.Responder, flow.ResponderPort, IpProtocol.Tcp);
        if (at >= 0) _records[at].Turn(_records[at].WindowStart);
    }

    /// <summary>Gives up records that fell quiet.</summary>
    public void Tick(long now)
    {
        for (var i = _count - 1; i >= 0; i--)
            if (now - _records[i].LastSeen > TcpWindow) _records[i] = _records[--_count];
    }

    private void Answer(ref readonly PacketView packet, string service, long now)
    {
        if ((live && !packet.Outgoing) || FlowTracker.IsGroup(in packet)) return;
        var at = RecordOf(packet.Destination, packet.Source, packet.SourcePort, IpProtocol.Udp, Window, now);
        if (at < 0) return;
        ref var record = ref _records[at];
        record.Answers++;
        record.AnswerBytes += packet.PayloadLength;
        if (record.Questions < QuestionsLeast || record.AnswerBytes < BytesLeast || record.AnswerBytes < FactorLeast * record.QuestionBytes) return;
        // Three questions of four are one and the same.
        if (record.Same * 4 < record.Questions * 3) return;
        record.Technique ??= Techniques.Reflector + service;
        Tell(ref record, record.Technique, record.AnswerBytes / (double)Math.Max(1, record.QuestionBytes), now);
    }

    private void Small(ref readonly PacketView packet, long now)
    {
        if (packet.Outgoing) return;
        var at = Find(packet.Source, packet.Destination, packet.DestinationPort, IpProtocol.Udp);
        if (at < 0) return;
        _records[at].Ask(QuestionOf(in packet), Math.Max(1, packet.PayloadLength));
        _records[at].LastSeen = now;
    }

    // Without the number that tells one DNS question from the next, and that a forger may well count up.
    private ulong QuestionOf(ref readonly PacketView packet)
    {
        const int dnsHeader = 12;
        var payload = packet.Payload;
        if (packet.DestinationPort is DnsTunnelDetector.Port or 5353 && payload.Length > dnsHeader) payload = payload[dnsHeader..];
        return IcmpTunnelQuestion.HashOf(payload, seed) | 1;
    }

    private void Tell(ref AmplificationRecord record, string technique, double factor, long now)
    {
        var tally = tallies.OnVictim(record.Victim, EvidenceKind.Amplification, technique, record.Port, 0, now);
        if (tally is not null)
        {
            tally.Count += record.Answers;
            tally.By = record.Server;
            tally.Sample ??= string.Create(System.Globalization.CultureInfo.InvariantCulture, $"our server answers {factor:0.#} times what is asked in this address's name");
            desk.Touch(tally);
        }

        record.Turn(now);
    }

    // The record of these two, begun when a coarse count says that they are worth one; -1 for none.
    private int RecordOf(IpKey victim, IpKey server, ushort port, byte protocol, long window, long now)
    {
        var at = _count == 0 ? -1 : Find(victim, server, port, protocol);
        if (at >= 0)
        {
            ref var known = ref _records[at];
            if (now - known.WindowStart > window) known.Turn(now);
            known.LastSeen = now;
            return at;
        }

        ref var coarse = ref _coarse[KeyedHash.Of(victim, (ushort)(port + protocol), seed) & (CoarseSlots - 1)];
        if (now - coarse.Window > window) coarse = (now, 0);
        if (++coarse.Count < BeginAt) return -1;
        return Begin(victim, server, port, protocol, now);
    }

    private int Begin(IpKey victim, IpKey server, ushort port, byte protocol, long now)
    {
        if (_count == MaxRecords)
        {
            Overflow++;
            return -1;
        }

        _records[_count] = new AmplificationRecord { Victim = victim, Server = server, Port = port, Protocol = protocol, WindowStart = now, LastSeen = now };
        return _count++;
    }

    private int Find(IpKey victim, IpKey server, ushort port, byte protocol)
    {
        for (var i = 0; i < _count; i++)
            if (_records[i].Is(victim, server, port, protocol)) return i;
        return -1;
    }
}
