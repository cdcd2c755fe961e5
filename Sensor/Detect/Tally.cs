using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Detect;

/// <summary>
/// One incident of one source (or, for what happens to a victim, of one target) as a detector counts it: totals that only grow. Lives in a
/// <see cref="TallyTable"/>; a detector changes it and then touches the desk. One thread.
/// </summary>
public sealed class Tally
{
    /// <summary>The source that is accused; for a victim's incident the victim.</summary>
    public IpKey Address { get; internal set; }

    public EvidenceKind Kind { get; internal set; }

    /// <summary>A frozen name from <see cref="Techniques"/> or a service's name; never text of a packet.</summary>
    public string Technique { get; internal set; } = "";

    /// <summary>Of the victim's incident; 0 when no single port is meant. A source's incident tells its ports by number only.</summary>
    public ushort Port { get; internal set; }

    /// <summary>The hardware address that a victim's incident accuses, in the low 48 bits; 0 for none.</summary>
    public ulong Mac { get; internal set; }

    /// <summary>True for what happens to a victim: reported as an incident, accuses nobody.</summary>
    public bool OnVictim { get; internal set; }

    /// <summary>Unique within the sensor; grows with time.</summary>
    public long Number { get; internal set; }

    /// <summary>What weighs: failed tries, suspicious queries, malformed packets. Never falls.</summary>
    public long Count { get; set; }

    /// <summary>Distinct destination ports; 0 when they mean nothing.</summary>
    public int Ports { get; set; }

    /// <summary>The ports that tell most of it; a detector that knows them hits them.</summary>
    public ref AimedPorts Aimed => ref _aimed;

    /// <summary>Distinct destinations; for a victim's incident, distinct sources.</summary>
    public int Targets { get; set; } = 1;

    public bool Verified { get; set; }

    /// <summary>0 none, 1 low to 4 critical.</summary>
    public byte Severity { get; set; }

    /// <summary>For people; at most <see cref="EvidenceItem.MaxSampleLength"/> characters. Make it when the incident begins, not per packet.</summary>
    public string? Sample { get; set; }

    /// <summary>What its detector remembers beside the totals; forgotten when the incident begins anew.</summary>
    public object? Memory { get; set; }

    /// <summary>Of a victim's incident: whose packets hit it, when that is one address; null else.</summary>
    public IpKey? By { get; set; }

    /// <summary>Nanoseconds of the sensor's clock.</summary>
    public long First { get; internal set; }

    public long Last { get; internal set; }

    private AimedPorts _aimed;

    internal bool Dirty { get; set; }

    internal long ReportedAt { get; set; }

    internal long ReportedCount { get; set; }
}
