using Orleans;
using Tegument.Contracts.Evidence;

namespace Tegument.Contracts.Reputation;

/// <summary>Evidence with the sensor run that claims it: together they name an incident once and for all.</summary>
[GenerateSerializer, Immutable, Alias("tegument.SensorEvidence")]
public sealed record SensorEvidence(
    [property: Id(0)] string Sensor,
    [property: Id(1)] string Start,
    [property: Id(2)] EvidenceItem[] Items);
