using Orleans;

namespace Tegument.Contracts.Evidence;

/// <summary>
/// What a sensor sends at once. The sequence grows by one within (sensor, start); a batch is resent until its sequence is acknowledged,
/// and taking it twice changes nothing.
/// </summary>
/// <param name="Sensor">The host's name, at most 64 characters.</param>
/// <param name="Start">Identifies one run of the sensor process; random.</param>
[GenerateSerializer, Immutable, Alias("tegument.EvidenceBatch")]
public sealed record EvidenceBatch(
    [property: Id(0)] string Sensor,
    [property: Id(1)] string Start,
    [property: Id(2)] long Sequence,
    [property: Id(3)] EvidenceItem[] Items,
    [property: Id(4)] VictimIncident[] Incidents)
{
    /// <summary>A larger batch is refused: the gateway's own bound on what one frame may make it do.</summary>
    public const int MaxItems = 4096;
}
