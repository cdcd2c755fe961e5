using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Detect.Rings;

/// <summary>
/// What one ring of several has to tell: a source's targets and a flood's sources are spread over all rings, so none of them can judge
/// alone. A sheet of fixed size, handed in every few milliseconds or when it is full: nothing is lost, a ring that tells more than can be
/// weighed waits. One thread; no allocation after construction.
/// </summary>
public sealed class RingFacts(IRingWeigher weigher)
{
    public const int Capacity = 512;
    private readonly RingFact[] _facts = new RingFact[Capacity];
    private int _count;

    public bool Any => _count > 0;

    public void Failed(ref readonly Flow flow, long now) => Next(RingFactKind.Failed, now, 0).Flow = flow;

    public void EmptyHandshake(ref readonly Flow flow, long now) => Next(RingFactKind.EmptyHandshake, now, 0).Flow = flow;

    public void Conversed(ref readonly Flow flow, long now) => Next(RingFactKind.Conversed, now, 0).Flow = flow;

    public void Handshaked(ref readonly Flow flow, long now) => Next(RingFactKind.Handshaked, now, 0).Flow = flow;

    public void Guessed(ref readonly Flow flow) => Next(RingFactKind.Guessed, 0, 0).Flow = flow;

    public void Flood(in FloodedTarget what, IpKey source, long now, long rateClock, bool accuse, int weight)
    {
        ref var fact = ref Next(RingFactKind.Flood, now, rateClock);
        (fact.FloodKind, fact.Technique, fact.Source, fact.Target, fact.Port) = (what.Kind, what.Technique, source, what.Target, what.Port);
        (fact.Spread, fact.Accuse, fact.Weight) = (what.Spread, accuse, weight);
    }

    public void NoFlood(EvidenceKind kind, IpKey source, IpKey target, ushort port, long rateClock)
    {
        ref var fact = ref Next(RingFactKind.NoFlood, 0, rateClock);
        (fact.FloodKind, fact.Source, fact.Target, fact.Port) = (kind, source, target, port);
    }

    /// <summary>All rings together see a flood there.</summary>
    public bool IsFlooded(in FloodedTarget what)
    {
        foreach (ref readonly var flooded in weigher.Flooded.AsSpan())
            if (flooded == what) return true;
        return false;
    }

    /// <summary>Hands in what was noted.</summary>
    public void HandIn()
    {
        if (_count == 0) return;
        weigher.Take(_facts.AsSpan(0, _count));
        _count = 0;
    }

    private ref RingFact Next(RingFactKind kind, long now, long rateClock)
    {
        if (_count == Capacity) HandIn();
        ref var fact = ref _facts[_count++];
        (fact.Kind, fact.Now, fact.RateClock) = (kind, now, rateClock);
        return ref fact;
    }
}
