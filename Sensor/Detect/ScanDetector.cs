using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Detect.Rings;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Report;

using Tegument.Sensor.Decode;

namespace Tegument.Sensor.Detect;

/// <summary>
/// Port scans and host sweeps from failed probes. What was answered is nobody's scan: a busy client's ports all answer. Bounded by the
/// source table and one memory budget; one thread.
/// </summary>
/// <param name="live">Both halves of every conversation with this host are seen.</param>
/// <param name="facts">On one ring of several: where what happened is noted, to be weighed with what the others saw. Null to weigh it here.</param>
public sealed class ScanDetector(SourceTable sources, MemoryBudget budget, EvidenceDesk desk, ulong seed, bool live, RingFacts? facts = null)
{
    /// <summary>Whoever has been in conversation with us for so long, or was met this soon after our start, proves nothing by empty handshakes.</summary>
    private const long Acquaintance = 600_000_000_000;
    private const long Day = 86_400_000_000_000;

    /// <summary>Failed ports that make a scan among which an empty handshake is another open port.</summary>
    private const int ScanLeast = 5;

    /// <summary>ARP requests without an answer are an everyday sight on a link (answers are unicast to others): only this many within <see cref="ArpWindow"/> are a sweep.</summary>
    private const int ArpLeast = 50;
    private const long ArpWindow = 10_000_000_000;

    private readonly ConversationQueue _conversations = new(sources);

    private long _start;

    /// <summary>The sensor's clock when it began to see; once, before anything else.</summary>
    public void Begin(long now) => _start = now;

    /// <summary>A probe of the flow's initiator was refused, or ignored until now (the flow's state says which).</summary>
    /// <param name="onlyKnown">The target is under a flood: a source that we know nothing of is most likely forged.</param>
    public void Failed(ref readonly Flow flow, long now, bool onlyKnown = false)
    {
        var (initiator, target, seen) = (flow.Initiator, flow.Responder, flow.Started);
        if (flow.Has(FlowMarks.OwnInitiator) || flow.Technique == ProbeTechnique.None || initiator.IsMulticast || initiator.IsUnspecified) return;
        if (facts is not null)
        {
            facts.Failed(in flow, now);
            return;
        }

        var port = flow.Protocol is IpProtocol.Tcp or IpProtocol.Udp ? flow.ResponderPort : (ushort)0;
        if (onlyKnown && Unsafe.IsNullRef(ref sources.Find(initiator))) return;
        ref var source = ref sources.GetOrAdd(initiator, now);
        var technique = TechniqueOf(in flow, in source);
        var probe = new LoneProbe(technique, KeyedHash.Of(target, seed), KeyedHash.Of(target, port, seed), port, seen);
        var fan = FanOf(ref source, in probe);
        if (fan is not null) Count(ref source, fan, in probe);
    }

    /// <summary>A handshake finished and was closed by its initiator at once, without a byte: how connect scans meet an open port.</summary>
    public void EmptyHandshake(ref readonly Flow flow, long now)
    {
        if (flow.Has(FlowMarks.OwnInitiator)) return;
        if (facts is not null)
        {
            facts.EmptyHandshake(in flow, now);
            return;
        }

        ref var source = ref sources.GetOrAdd(flow.Initiator, now);
        var scan = ScanOf(in source);
        source.Empty.Add(flow.Started, now, KeyedHash.Of(flow.Responder, flow.ResponderPort, seed), scan is not null && now - scan.Last <= EmptyHandshakes.Near);
        // A habit may be older than we are.
        if (live && now - _start < Acquaintance) source.Empty.Distrust();
        if (flow.Has(FlowMarks.BareSyn)) source.BareStack = true;
        if (scan is not null && Verify(ref source, scan, scan.Last)) desk.Touch(source.Address, scan);
    }

    /// <summary>The flow's initiator acknowledged what our answer did not carry: somebody who cannot see our answers guesses, in its name.</summary>
    public void Guessed(ref readonly Flow flow)
    {
        if (facts is not null)
        {
            facts.Guessed(in flow);
            return;
        }

        ref var source = ref sources.Find(flow.Initiator);
        if (!Unsafe.IsNullRef(ref source)) source.Empty.Distrust();
    }

    /// <summary>Data went both ways between the flow's two ends.</summary>
    public void Conversed(ref readonly Flow flow, long now)
    {
        if (facts is not null)
        {
            facts.Conversed(in flow, now);
            return;
        }

        // Met in the middle just after our start: it may be as old as any friend's.
        var began = live && flow.State == FlowState.Adopted && flow.Started - _start < Acquaintance ? flow.Started - Acquaintance : flow.Started;
        Converse(flow.Initiator, began, flow.LastSeen, now);
        Converse(flow.Responder, began, flow.LastSeen, now);
    }

    // IPv6 is judged by /64: whoever talks with us vouches for the whole network against forgeries, under the network's own address.
    private void Converse(IpKey address, long began, long last, long now)
    {
        _conversations.Add(address, began, last, now);
        if (HasNetwork(address)) _conversations.Add(NetworkOf(address), began, last, now);
    }

    private static bool HasNetwork(IpKey address) => !address.IsIPv4 && !address.IsLinkLocal;

    private static IpKey NetworkOf(IpKey address) => new(address.Upper, 0);

    /// <summary>Conversations that wait go in; a few times a second, and before their table is asked for evidence.</summary>
    public void Settle() => _conversations.Flush();

    // Syn and connect are told apart by a finished handshake or, failing that, by the SYN's options. A file may hold one half only: there
    // silence says nothing of what the source would have answered, so without a handshake it is a SYN scan until shown otherwise.
    private ProbeTechnique TechniqueOf(ref readonly Flow flow, ref readonly SourceRecord source) => flow.Technique switch
    {
        ProbeTechnique.Syn when source.BareStack => ProbeTechnique.Connect,
        ProbeTechnique.Connect when !live && flow.State == FlowState.Ignored && !source.Handshaked => ProbeTechnique.Syn,
        _ => flow.Technique,
    };

    /// <summary>The source finished a handshake.</summary>
    public void Handshaked(ref readonly Flow flow, long now)
    {
        // Files only: live, the SYN decides, and a source without failures needs no record.
        if (live) return;
        if (facts is not null)
        {
            facts.Handshaked(in flow, now);
            return;
        }

        ref var source = ref sources.Find(flow.Initiator);
        if (Unsafe.IsNullRef(ref source)) source = ref sources.GetOrAdd(flow.Initiator, now);
        source.Handshaked = true;
    }

    // Null for a source's very first failed probe, which is kept aside: most sources never fail twice.
    private Fan? FanOf(ref SourceRecord source, in LoneProbe probe)
    {
        for (var fan = source.Fans; fan is not null; fan = fan.Next)
            if (fan.Technique == probe.Technique) return fan;
        var lone = source.Lone;
        if (lone.Technique == ProbeTechnique.None && source.Fans is null)
        {
            source.Lone = probe;
            return null;
        }

        if (source.Fans is null && lone.Technique != ProbeTechnique.None)
        {
            source.Lone = default;
            var opened = Open(ref source, in lone);
            Count(ref source, opened, in lone);
            if (opened.Technique == probe.Technique) return opened;
        }

        return Open(ref source, in probe);
    }

    private static Fan Open(ref SourceRecord source, in LoneProbe probe)
    {
        var fan = new Fan(probe.Technique, probe.Seen, probe.Seen) { Next = source.Fans };
        source.Fans = fan;
        return fan;
    }

    private void Count(ref SourceRecord source, Fan fan, in LoneProbe probe)
    {
        // A proof vouches for what failed near it. What comes later may be forged in the name of one who did scan once.
        if (fan.IsOver(probe.Seen) || (fan.Verified && !source.Empty.IsNear(probe.Seen))) fan = Succeed(ref source, fan, probe.Seen);
        if (budget.IsScarce) sources.GiveBackSets(source.Address, probe.Seen);
        if (!fan.Add(probe.Target, probe.Pair, probe.Port, probe.Seen, budget)) return;
        if (fan.Technique == ProbeTechnique.Arp && !IsArpSweep(fan)) return;
        Verify(ref source, fan, probe.Seen);
        desk.Touch(source.Address, fan);
    }

    private static Fan Succeed(ref SourceRecord source, Fan fan, long seen)
    {
        var before = source.Fans;
        while (before != fan && before?.Next != fan) before = before?.Next;
        var next = fan.Succeed(seen);
        if (source.Fans == fan) source.Fans = next;
        else before!.Next = next;
        return next;
    }

    private static bool IsArpSweep(Fan fan) =>
        fan.ReportedSweep > 0 || (fan.SweepCount >= ArpLeast && (fan.Last - fan.First) / Math.Max(1, fan.SweepCount) <= ArpWindow / ArpLeast);

    private static Fan? ScanOf(ref readonly SourceRecord source)
    {
        for (var fan = source.Fans; fan is not null; fan = fan.Next)
            if (fan.Technique == ProbeTechnique.Connect && fan.ScanCount >= ScanLeast) return fan;
        return null;
    }

    private static bool Verify(ref SourceRecord source, Fan fan, long seen)
    {
        if (fan.Technique != ProbeTechnique.Connect || fan.Verified || fan.ScanCount < ScanLeast || !source.Empty.IsProven(seen)) return false;
        if (source.ConversationBegan != 0 && source.ConversationBegan <= fan.First - Acquaintance) return false;
        // What failed long before is not proven by it.
        if (!source.Empty.IsNear(fan.First)) fan = Succeed(ref source, fan, seen);
        return fan.Verified = true;
    }

    /// <summary>The source's conversation, for evidence; both zero when it has none.</summary>
    public (long Began, long Last) ConversationOf(IpKey address)
    {
        ref var source = ref sources.Find(address);
        return Unsafe.IsNullRef(ref source) ? (0, 0) : (source.ConversationBegan, source.ConversationLast);
    }

    /// <summary>The conversation of all in an IPv6 source's /64; both zero when there was none, or where none is judged by its network.</summary>
    public (long Began, long Last) NetworkConversationOf(IpKey address) => HasNetwork(address) ? ConversationOf(NetworkOf(address)) : (0, 0);
}
