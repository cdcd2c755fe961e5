using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Detect;

/// <summary>
/// Data smuggled in ping: replies that bring other data than their requests sent, which no host does (RFC 792, RFC 4443 §4.2), replies of
/// another size to requests that were never sent, or requests whose data and length change all the time. Accuses who asks; when this host asks, an incident on it. Never verified: ICMP proves no
/// address. Bounded: fixed slots, where the less suspicious gives way. One thread; allocates when an incident begins.
/// </summary>
/// <param name="live">Replies for others count only as the kernel marks them outgoing, as in the flow table.</param>
public sealed class IcmpTunnelDetector(TallyTable tallies, EvidenceDesk desk, ulong seed, bool live)
{
    private const int Questions = 1 << 11;
    private const int Places = 1 << 9;
    private const long Second = 1_000_000_000;
    private const long Window = 60 * Second;

    /// <summary>Replies with other data that count as one; a damaged packet is no tunnel.</summary>
    private const int ContradictedLeast = 5;
    private const int ChangedLeast = 30;
    private const int LengthsLeast = 6;

    /// <summary>Pings bear their time and number in front; what follows is the same pattern whatever the size.</summary>
    private const int BodyOffset = 32;
    private const int BodyLength = 32;

    private readonly IcmpTunnelQuestion[] _questions = new IcmpTunnelQuestion[Questions];
    private readonly IcmpTunnelRecord[] _records = new IcmpTunnelRecord[Places];

    /// <summary>Pairs of hosts that gave way to another within their minute.</summary>
    public long Forgotten { get; private set; }

    public void Request(ref readonly PacketView packet, long now)
    {
        if (packet.IsFragment || packet.Destination.IsMulticast) return;
        ref var record = ref RecordOf(packet.Source, packet.Destination, packet.Outgoing, now);
        var key = KeyOf(packet.Source, packet.Destination, packet.IcmpEcho);
        ref var question = ref _questions[key & (Questions - 1)];
        // The copy of a forwarded request on its way out is the same request.
        if (packet.Outgoing && !record.OwnAsker && question.Key == key) return;
        record.Asked(packet.IcmpEcho);
        question.Take(key, packet.Payload, packet.PayloadLength, seed, now);
        Compare(ref record, packet.Payload, packet.PayloadLength);
        if (record.Changed < ChangedLeast || record.DistinctLengths < LengthsLeast) return;
        Tell(ref record, now);
    }

    public void Reply(ref readonly PacketView packet, long now)
    {
        var (asker, responder) = (packet.Destination, packet.Source);
        if (packet.IsFragment || packet.Payload.IsEmpty) return;
        ref var record = ref Find(asker, responder);
        if (Unsafe.IsNullRef(ref record) || (live && !packet.Outgoing && !record.OwnAsker)) return;
        var key = KeyOf(asker, responder, packet.IcmpEcho);
        ref var question = ref _questions[key & (Questions - 1)];
        if (question.Key == key && now - question.Sent <= Window)
        {
            var hash = IcmpTunnelQuestion.HashOf(packet.Payload, seed);
            if (hash == question.Replied || !question.IsContradicted(packet.Payload, packet.PayloadLength, hash)) return;
            question.Replied = hash;
        }
        else if (!record.IsBeyond(packet.IcmpEcho) || packet.PayloadLength == record.PreviousLength)
        {
            // A capture that missed the request shows a reply as large as the others.
            return;
        }

        if (now - record.WindowStart > Window) record.Turn(now);
        record.LastSeen = now;
        if (++record.Contradicted >= ContradictedLeast) Tell(ref record, now);
    }

    // Both the length and the pattern behind the time differ from the last request's.
    private void Compare(ref IcmpTunnelRecord record, ReadOnlySpan<byte> data, int length)
    {
        var body = data[Math.Min(data.Length, BodyOffset)..Math.Min(data.Length, BodyOffset + BodyLength)];
        var hash = IcmpTunnelQuestion.HashOf(body, seed);
        if (!body.IsEmpty && record.PreviousLength != 0 && length != record.PreviousLength && hash != record.PreviousBody && body.Length == record.PreviousCompared) record.Changed++;
        record.Lengths |= 1UL << (int)(KeyedHash.Mix((ulong)length, seed) & 63);
        (record.PreviousLength, record.PreviousBody, record.PreviousCompared) = (length, hash, body.Length);
    }

    private void Tell(ref IcmpTunnelRecord record, long now)
    {
        record.Turn(now);
        record.Told = true;
        var tally = record.OwnAsker
            ? tallies.OnVictim(record.Asker, EvidenceKind.Anomaly, Techniques.IcmpTunnel, 0, 0, now)
            : tallies.OfSource(record.Asker, EvidenceKind.Anomaly, Techniques.IcmpTunnel, now);
        if (tally is null) return;
        tally.Count++;
        tally.Sample ??= $"echo with {record.Responder} carries changing data";
        desk.Touch(tally);
    }

    private ref IcmpTunnelRecord Find(IpKey asker, IpKey responder)
    {
        var first = PlaceOf(asker, responder);
        if (_records[first].Is(asker, responder)) return ref _records[first];
        if (_records[first + 1].Is(asker, responder)) return ref _records[first + 1];
        return ref Unsafe.NullRef<IcmpTunnelRecord>();
    }

    private ref IcmpTunnelRecord RecordOf(IpKey asker, IpKey responder, bool own, long now)
    {
        ref var known = ref Find(asker, responder);
        if (Unsafe.IsNullRef(ref known))
        {
            var first = PlaceOf(asker, responder);
            known = ref Worth(in _records[first], now) <= Worth(in _records[first + 1], now) ? ref _records[first] : ref _records[first + 1];
            if (known.LastSeen != 0 && now - known.LastSeen <= Window) Forgotten++;
            known = new IcmpTunnelRecord { Asker = asker, Responder = responder, OwnAsker = own, WindowStart = now };
        }

        if (now - known.WindowStart > Window) known.Turn(now);
        known.LastSeen = now;
        return ref known;
    }

    private static long Worth(in IcmpTunnelRecord record, long now) => record.LastSeen == 0 || now - record.LastSeen > Window ? -1 : record.Suspicion;

    private int PlaceOf(IpKey asker, IpKey responder) => (int)(KeyOf(asker, responder, 0) & (Places - 1)) & ~1;

    private ulong KeyOf(IpKey asker, IpKey responder, uint echo) => KeyedHash.Mix(KeyedHash.Of(asker, seed), KeyedHash.Of(responder, seed + echo));
}
