using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Evidence;

/// <summary>
/// Something that happens to a victim rather than by a source: a flood, an amplification, an ARP spoof. Bans nobody by itself.
/// Totals so far; a later item with the same <paramref name="Id"/> replaces an earlier one.
/// </summary>
/// <param name="Id">Unique within (sensor, start).</param>
/// <param name="Port">0 when no single port is meant.</param>
/// <param name="Sources">Distinct sources; an estimate above 1,000 (within 3 %).</param>
/// <param name="Mac">The hardware address that an ARP incident accuses.</param>
/// <param name="Detail">At most 200 characters for people; hostile text, to be escaped wherever shown.</param>
[GenerateSerializer, Immutable, Alias("tegument.VictimIncident")]
public sealed record VictimIncident(
    [property: Id(0)] long Id,
    [property: Id(1)] EvidenceKind Kind,
    [property: Id(2)] string Technique,
    [property: Id(3)] IpKey Target,
    [property: Id(4)] int Port,
    [property: Id(5)] long Sources,
    [property: Id(6)] long Packets,
    [property: Id(7)] DateTimeOffset FirstSeen,
    [property: Id(8)] DateTimeOffset LastSeen,
    [property: Id(9)] TopSource[] TopSources,
    [property: Id(10)] string? Mac = null,
    [property: Id(11)] string? Detail = null)
{
    public const int MaxTopSources = 16;
}
