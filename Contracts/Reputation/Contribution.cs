using Orleans;
using Tegument.Contracts.Evidence;

namespace Tegument.Contracts.Reputation;

/// <summary>One incident in an explanation: what was claimed, what it weighed when it came, and what is left of that now.</summary>
[GenerateSerializer, Immutable, Alias("tegument.Contribution")]
public sealed record Contribution(
    [property: Id(0)] string Sensor,
    [property: Id(1)] EvidenceKind Kind,
    [property: Id(2)] string Technique,
    [property: Id(3)] long Count,
    [property: Id(4)] int Ports,
    [property: Id(5)] int Targets,
    [property: Id(6)] DateTimeOffset FirstSeen,
    [property: Id(7)] DateTimeOffset LastSeen,
    [property: Id(8)] bool Verified,
    [property: Id(9)] double Weight,
    [property: Id(10)] double Points,
    [property: Id(11)] double PointsNow,
    [property: Id(12)] string? Sample)
{
    /// <summary>How much of the count a ban that is over has already answered for: it weighs no more.</summary>
    [Id(13)] public long Settled { get; init; }
}
