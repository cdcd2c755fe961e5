using System.Buffers.Binary;
using System.Text;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Detect;

/// <summary>
/// Data smuggled in DNS names: many new, long, encoded names under one domain, of changing length or of record types that nobody asks for.
/// Accuses the client that asks; when this host itself asks, an incident on it. A question over UDP proves no address, so nothing here is
/// verified. Bounded: fixed slots of (client, domain), where the one that smuggled less gives way. One thread; allocates when an
/// incident begins.
/// </summary>
public sealed class DnsTunnelDetector
{
    public const ushort Port = 53;
    private const int Places = 1 << 10;
    private const long Second = 1_000_000_000;
    private const long Window = 60 * Second;

    /// <summary>Bursts are told this far apart at least: a page that loads once is one burst, a tunnel has one after the other.</summary>
    private const long BetweenBursts = 5 * Second;

    /// <summary>Names this short, asked for an ordinary type, hold no data worth a look.</summary>
    private const int ShortName = 28;
    private const int LargeAnswer = 512;
    private const int OddLeast = 8;
    private const int CarrierLeast = 12;
    private const int CarrierMean = 20;
    private const int HostLeast = 16;
    private const int HostMean = 48;
    private const int LargeLeast = 10;
    private const int LoudLeast = 48;

    private readonly TallyTable _tallies;
    private readonly EvidenceDesk _desk;
    private readonly ulong _seed;
    private readonly DnsTunnelRecord[] _records = new DnsTunnelRecord[Places];

    public DnsTunnelDetector(TallyTable tallies, EvidenceDesk desk, ulong seed)
    {
        (_tallies, _desk, _seed) = (tallies, desk, seed);
        for (var i = 0; i < Places; i++) _records[i] = new DnsTunnelRecord();
    }

    /// <summary>Records that gave way to another within their minute.</summary>
    public long Forgotten { get; private set; }

    /// <summary>A datagram from or to <see cref="Port"/>.</summary>
    public void Udp(ref readonly PacketView packet, long now)
    {
        if (packet.DestinationPort == Port) Asked(packet.Payload, packet.Source, packet.Outgoing, now);
        else if (packet.PayloadLength >= LargeAnswer) Answered(packet.Payload, packet.Destination, now);
    }

    /// <summary>A segment with data from or to <see cref="Port"/>: its message begins behind two bytes of length (RFC 1035 §4.2.2).</summary>
    public void Tcp(ref readonly PacketView packet, long now)
    {
        var payload = packet.Payload;
        if (payload.Length < 2) return;
        if (packet.DestinationPort == Port) Asked(payload[2..], packet.Source, packet.Outgoing, now);
        else if (BinaryPrimitives.ReadUInt16BigEndian(payload) >= LargeAnswer) Answered(payload[2..], packet.Destination, now);
    }

    private void Asked(ReadOnlySpan<byte> message, IpKey client, bool outgoing, long now)
    {
        if (!DnsTunnelQuestion.TryRead(message, out var question) || question.IsAnswer) return;
        var odd = DnsTunnelRecordType.IsOdd(question.Type);
        if ((question.Longest < DnsTunnelLabel.Shortest || question.Name.Length < ShortName) && !odd) return;
        if (question.IsReverse || question.HostLength == 0 || DnsTunnelLookups.Knows(question.Domain)) return;
        var record = RecordOf(client, HashOf(question.Domain), now);
        if (now - record.WindowStart > Window) record.Turn(now);
        record.LastSeen = now;
        if (odd && record.IsNew(HashOf(question.Host))) record.CountOdd();
        Weigh(record, in question);
        if (record.Loud is false && IsLoud(in question)) Tell(record, in question, Techniques.DnsQuery, outgoing, now);
        if (now - record.LastBurst >= BetweenBursts && IsBurst(record)) Burst(record, in question, outgoing, now);
    }

    // Answers with text or names make a slow question a fast download.
    private void Answered(ReadOnlySpan<byte> message, IpKey client, long now)
    {
        if (!DnsTunnelQuestion.TryRead(message, out var question) || !question.IsAnswer || !question.HasAnswers || !DnsTunnelRecordType.IsCarrier(question.Type)) return;
        var domain = HashOf(question.Domain);
        var first = PlaceOf(client, domain);
        for (var i = 0; i < 2; i++)
            if (_records[first + i].Is(client, domain)) _records[first + i].LargeAnswers++;
    }

    private void Weigh(DnsTunnelRecord record, in DnsTunnelQuestion question)
    {
        int labels = 0, bytes = 0;
        var words = false;
        for (var rest = question.Host; !rest.IsEmpty; rest = rest[(1 + rest[0])..])
        {
            var label = rest.Slice(1, rest[0]);
            if (label.Length < DnsTunnelLabel.Shortest || !record.IsNew(HashOf(label))) continue;
            if (DnsTunnelLabel.IsEncoded(label)) (labels, bytes) = (labels + 1, bytes + label.Length);
            else words = true;
        }

        if (labels > 0) record.Count(question.Type, labels, bytes);
        else if (words) record.CountPlain();
    }

    private static bool IsBurst(DnsTunnelRecord record)
    {
        if (record.OddNames >= OddLeast) return true;
        if (record.LargeAnswers >= LargeLeast && record.CarrierNames >= LargeLeast) return true;
        if (record.LooksUpDigests || record.IsMixed) return false;
        return (record.CarrierNames >= CarrierLeast && record.CarrierBytes >= record.CarrierNames * CarrierMean)
            || (record.HostNames >= HostLeast && record.HostBytes >= record.HostNames * HostMean);
    }

    private static bool IsLoud(in DnsTunnelQuestion question)
    {
        if (question.HostLength < LoudLeast) return false;
        for (var rest = question.Host; !rest.IsEmpty; rest = rest[(1 + rest[0])..])
            if (DnsTunnelLabel.IsLoud(rest.Slice(1, rest[0]))) return true;
        return false;
    }

    private void Burst(DnsTunnelRecord record, in DnsTunnelQuestion question, bool outgoing, long now)
    {
        record.LastBurst = now;
        record.Restart(now);
        Tell(record, in question, Techniques.DnsStream, outgoing, now);
    }

    private void Tell(DnsTunnelRecord record, in DnsTunnelQuestion question, string technique, bool outgoing, long now)
    {
        var tally = outgoing
            ? _tallies.OnVictim(record.Client, EvidenceKind.DnsTunnel, technique, Port, 0, now)
            : _tallies.OfSource(record.Client, EvidenceKind.DnsTunnel, technique, now);
        if (tally is null) return;
        // One loud name is worth a note and never a ban, under however many domains: software exists that is no tunnel and shouts.
        if (technique == Techniques.DnsQuery) record.Loud = true;
        tally.Count = technique == Techniques.DnsQuery ? 1 : tally.Count + 1;
        tally.Sample ??= SampleOf(in question);
        tally.Aimed.Hit(Port);
        _desk.Touch(tally);
    }

    private static string SampleOf(in DnsTunnelQuestion question)
    {
        var text = new StringBuilder("names under ");
        for (var rest = question.Domain; !rest.IsEmpty; rest = rest[(1 + rest[0])..])
        {
            foreach (var character in rest.Slice(1, rest[0])) text.Append(character is > 0x20 and < 0x7F ? (char)character : '?');
            if (rest.Length > 1 + rest[0]) text.Append('.');
        }

        text.Append(", ").Append(DnsTunnelRecordType.NameOf(question.Type));
        return text.Length <= EvidenceItem.MaxSampleLength ? text.ToString() : text.ToString(0, EvidenceItem.MaxSampleLength);
    }

    private DnsTunnelRecord RecordOf(IpKey client, ulong domain, long now)
    {
        var first = PlaceOf(client, domain);
        var (one, two) = (_records[first], _records[first + 1]);
        if (one.Is(client, domain)) return one;
        if (two.Is(client, domain)) return two;
        var lesser = Worth(one, now) <= Worth(two, now) ? one : two;
        if (lesser.LastSeen != 0 && now - lesser.LastSeen <= Window) Forgotten++;
        lesser.Begin(client, domain, now);
        return lesser;
    }

    // What was silent for a minute is worth nothing; else what it smuggled so far.
    private static int Worth(DnsTunnelRecord record, long now) =>
        now - record.LastSeen > Window ? -1 : record.HostBytes + record.CarrierBytes + (record.OddNames * 64) + (record.LastBurst > 0 ? 1 << 20 : 0);

    private int PlaceOf(IpKey client, ulong domain) => (int)(KeyedHash.Mix(KeyedHash.Of(client, _seed), domain) & (Places - 1)) & ~1;

    // Without letter case.
    private ulong HashOf(ReadOnlySpan<byte> text)
    {
        var hash = _seed ^ (ulong)text.Length;
        for (; text.Length >= 8; text = text[8..])
            hash = KeyedHash.Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(text) | 0x2020_2020_2020_2020);
        ulong last = 0;
        foreach (var character in text) last = (last << 8) | (byte)(character | 0x20);
        return KeyedHash.Mix(hash, last);
    }
}
