using Orleans;
using Tegument.Contracts.Fleet;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Fleet;

/// <summary>A host's last report and when it came, by the silo's clock.</summary>
/// <param name="Usual">Its usual load in packets a second; null until learned.</param>
[GenerateSerializer, Immutable, Alias("tegument.HostRecord")]
public sealed record HostRecord(
    [property: Id(0)] HostReport Report,
    [property: Id(1)] DateTimeOffset LastSeen,
    [property: Id(2)] UsualLoad? Usual = null);
