using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Report;

using Tegument.Sensor.Decode;

namespace Tegument.Sensor.Detect;

/// <summary>
/// Port scans and host sweeps from failed probes. What was answered is nobody's scan: a busy client's ports all answer. Bounded by the
/// source table and one memory budget; one thread.
/// </summary>
/// <param name="live">Both halves of every conversation with this host are seen.</param>
public sealed class ScanDetector(SourceTable sources, MemoryBudget budget, EvidenceDesk desk, ulong seed, bool live)
{
    // Finished handshakes without a byte, part of the scan or just before or after it, prove the source's address for a connect scan: two
    // open ports at least. Whoever made one earlier that day (a health checker, a monitor) or has long been in conversation with us proves
    // nothing by them: a forger could borrow the habit.
    private const long NearScan = 10_000_000_000;
    private const long Day = 86_400_000_000_000;
    private const long Acquaintance = 600_000_000_000;

    /// <summary>ARP requests without an answer are an everyday sight on a link (answers are unicast to others): only this many within <see cref="ArpWindow"/> are a sweep.</summary>
    private const int ArpLeast = 50;
    private const long ArpWindow = 10_000_000_000;

    /// <summary>A probe of the flow's initiator was refused, or ignored until now (the flow's state says which).</summary>
    /// <param name="onlyKnown">The target is under a flood: a source that we know nothing of is most likely forged.</param>
    public void Failed(ref readonly Flow flow, long now, bool onlyKnown = false)
    {
        var (initiator, target, seen) = (flow.Initiator, flow.Responder, flow.Started);
        if (flow.Has(FlowMarks.OwnInitiator) || flow.Technique == ProbeTechnique.None || initiator.IsMulticast || initiator.IsUnspecified) return;
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
        ref var source = ref sources.GetOrAdd(flow.Initiator, now);
        var pair = KeyedHash.Of(flow.Responder, flow.ResponderPort, seed);
        if (source.EmptyHandshakeLast == 0 || now - source.EmptyHandshakeLast > Day)
            (source.EmptyHandshakeFirst, source.EmptyPair, source.EmptyElsewhere) = (flow.Started, pair, false);
        source.EmptyElsewhere |= pair != source.EmptyPair;
        source.EmptyHandshakeLast = now;
        if (flow.Has(FlowMarks.BareSyn)) source.BareStack = true;
        for (var fan = source.Fans; fan is not null; fan = fan.Next)
            if (fan.ScanCount > 0 && Verify(in source, fan)) desk.Touch(source.Address, fan);
    }

    /// <summary>Data went both ways between the flow's two ends.</summary>
    public void Conversed(ref readonly Flow flow, long now)
    {
        Converse(ref sources.GetOrAdd(flow.Initiator, now), flow.Started, flow.LastSeen);
        Converse(ref sources.GetOrAdd(flow.Responder, now), flow.Started, flow.LastSeen);
    }

    private static void Converse(ref SourceRecord source, long began, long last)
    {
        // An acquaintance renewed after a day begins anew: an old visit must not shield a new attack.
        if (source.ConversationBegan == 0 || began - source.ConversationLast > 86_400_000_000_000) source.ConversationBegan = began;
        source.ConversationLast = Math.Max(source.ConversationLast, last);
    }

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
        ref var source = ref sources.Find(flow.Initiator);
        // Files only: live, the SYN decides, and a source without failures needs no record.
        if (live) return;
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
        var fan = new Fan(probe.Technique, probe.Seen) { Next = source.Fans };
        source.Fans = fan;
        return fan;
    }

    private void Count(ref SourceRecord source, Fan fan, in LoneProbe probe)
    {
        if (!fan.Add(probe.Target, probe.Pair, probe.Port, probe.Seen, budget)) return;
        if (fan.Technique == ProbeTechnique.Arp && !IsArpSweep(fan)) return;
        Verify(in source, fan);
        desk.Touch(source.Address, fan);
    }

    private static bool IsArpSweep(Fan fan) =>
        fan.ReportedSweep > 0 || (fan.SweepCount >= ArpLeast && (fan.Last - fan.First) / Math.Max(1, fan.SweepCount) <= ArpWindow / ArpLeast);

    private static bool Verify(in SourceRecord source, Fan fan)
    {
        if (fan.Technique != ProbeTechnique.Connect || fan.Verified || !source.EmptyElsewhere) return false;
        if (source.ConversationBegan != 0 && source.ConversationBegan <= fan.First - Acquaintance) return false;
        return fan.Verified = source.EmptyHandshakeFirst >= fan.First - NearScan && source.EmptyHandshakeLast <= fan.Last + NearScan;
    }

    /// <summary>The source's conversation, for evidence; both zero when it has none.</summary>
    public (long Began, long Last) ConversationOf(IpKey address)
    {
        ref var source = ref sources.Find(address);
        return Unsafe.IsNullRef(ref source) ? (0, 0) : (source.ConversationBegan, source.ConversationLast);
    }
}
