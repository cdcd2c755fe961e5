using Orleans;
using Tegument.Contracts.Fleet;

namespace Tegument.Silo.Fleet;

/// <summary>A host's last report and when it came, by the silo's clock.</summary>
[GenerateSerializer, Immutable, Alias("tegument.HostRecord")]
public sealed record HostRecord(
    [property: Id(0)] HostReport Report,
    [property: Id(1)] DateTimeOffset LastSeen);
