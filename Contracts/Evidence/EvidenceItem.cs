using System.Text.Json.Serialization;
using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Evidence;

/// <summary>
/// What one sensor claims of one source in one incident. Counts are totals of the incident so far, not increments: the same item may
/// arrive twice, late or merged, and still weighs once.
/// </summary>
/// <param name="Source">The address as seen.</param>
/// <param name="Technique">A name from <see cref="Techniques"/>, a rule id, or empty.</param>
/// <param name="Incident">The incident's number, unique within (sensor, start, source, kind, technique); it grows with time.</param>
/// <param name="Count">What weighs: ports that refused or ignored, hosts swept, failed tries, packets of a flood. Never falls within an incident.</param>
/// <param name="Ports">Distinct destination ports; at least 0.</param>
/// <param name="Targets">Distinct destination addresses; at least 0.</param>
/// <param name="Verified">The source acknowledged a sequence number that only our reply carried.</param>
/// <param name="Severity">0 none, 1 low to 4 critical: for kinds that weigh by severity. For a flood, 4 says that this source alone exceeds the rate.</param>
/// <param name="Conversation">Our acquaintance with the source itself.</param>
/// <param name="NetworkConversation">Our acquaintance with anybody in the source's IPv6 /64; counts where the /64 is judged as one.</param>
/// <param name="Sample">At most 200 characters for people; hostile text, to be escaped wherever shown.</param>
/// <param name="TopPorts">At most 8 of the destination ports, those that tell most first; null when not known. Never changed after it was given.</param>
[GenerateSerializer, Immutable, Alias("tegument.EvidenceItem")]
public sealed record EvidenceItem(
    [property: Id(0)] IpKey Source,
    [property: Id(1)] EvidenceKind Kind,
    [property: Id(2)] string Technique,
    [property: Id(3)] long Incident,
    [property: Id(4)] long Count,
    [property: Id(5)] int Ports,
    [property: Id(6)] int Targets,
    [property: Id(7)] DateTimeOffset FirstSeen,
    [property: Id(8)] DateTimeOffset LastSeen,
    [property: Id(9)] bool Verified = false,
    [property: Id(10)] byte Severity = 0,
    [property: Id(11)] Conversation? Conversation = null,
    [property: Id(12)] string? Sample = null,
    [property: Id(13), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Conversation? NetworkConversation = null,
    [property: Id(14), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int[]? TopPorts = null)
{
    public const int MaxSampleLength = 200;
    public const int MaxTechniqueLength = 64;
    public const int MaxTopPorts = 8;
}
