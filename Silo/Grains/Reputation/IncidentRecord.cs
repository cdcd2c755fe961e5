using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Reputation;

/// <summary>
/// What a reputation remembers of one incident. (sensor, start, source, kind, technique, number) names it; <see cref="Count"/> is the
/// mark that makes evidence weigh once. Owned by one <see cref="ReputationState"/>.
/// </summary>
[GenerateSerializer, Alias("tegument.IncidentRecord")]
public sealed class IncidentRecord
{
    [Id(0)] public string Sensor { get; set; } = "";

    [Id(1)] public string Start { get; set; } = "";

    [Id(2)] public IpKey Source { get; set; }

    [Id(3)] public EvidenceKind Kind { get; set; }

    [Id(4)] public string Technique { get; set; } = "";

    [Id(5)] public long Number { get; set; }

    /// <summary>The highest total heard of.</summary>
    [Id(6)] public long Count { get; set; }

    /// <summary>The total when the score was last cleared: what lies below weighs no more.</summary>
    [Id(7)] public long Base { get; set; }

    /// <summary>0 to 4; the highest heard of.</summary>
    [Id(8)] public byte Severity { get; set; }

    [Id(9)] public bool Verified { get; set; }

    /// <summary>Points added since <see cref="Base"/>, undecayed; over a long time more than the cap, which bounds <see cref="Live"/>.</summary>
    [Id(10)] public double Given { get; set; }

    /// <summary>What is left of them at the state's time.</summary>
    [Id(11)] public double Live { get; set; }

    [Id(12)] public int Ports { get; set; }

    [Id(13)] public int Targets { get; set; }

    [Id(14)] public DateTimeOffset FirstSeen { get; set; }

    [Id(15)] public DateTimeOffset LastSeen { get; set; }

    [Id(16)] public string? Sample { get; set; }

    /// <summary>No packet can forge what a feed or a person said.</summary>
    public bool IsProven => Verified || Kind is EvidenceKind.Feed or EvidenceKind.Manual;

    public IncidentRecord Copy() => (IncidentRecord)MemberwiseClone();

    public bool IsSeries(string sensor, string start, EvidenceItem item) =>
        Kind == item.Kind && Source == item.Source && Technique == item.Technique && Start == start && Sensor == sensor;
}
