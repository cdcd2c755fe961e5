using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Detect.Rings;

/// <summary>One fact on its way from a ring to where all rings' facts are weighed. A slot of <see cref="RingFacts"/>; which fields mean something depends on the kind.</summary>
public struct RingFact
{
    public RingFactKind Kind;

    /// <summary>The ring's clocks: of the sensor (0 where nothing is timed by it), and (0 but for floods) the one that rates are measured on. Nanoseconds.</summary>
    public long Now;
    public long RateClock;

    /// <summary>The conversation that it is about, as it was; not set for floods.</summary>
    public Flow Flow;

    /// <summary>Of a packet that counts towards a flood, or (without technique) no longer does.</summary>
    public EvidenceKind FloodKind;
    public string Technique;
    public IpKey Source;
    public IpKey Target;
    public ushort Port;
    public bool Spread;
    public bool Accuse;
    public int Weight;

    /// <summary>This packet was offered as another kind of flood before, and asks only because it was none: the caller's "or else".</summary>
    public readonly bool IsSecondChoiceAfter(in RingFact first) =>
        Kind == RingFactKind.Flood && first.Kind == RingFactKind.Flood && Now == first.Now && Source == first.Source && Target == first.Target
        && ((FloodKind == EvidenceKind.SynFlood && Spread && first.FloodKind == EvidenceKind.SynFlood && !first.Spread)
            || (FloodKind == EvidenceKind.AckFlood && first.FloodKind == EvidenceKind.Amplification));
}
