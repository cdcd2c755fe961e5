using Orleans;
using Tegument.Contracts.Evidence;

namespace Tegument.Contracts.Qualia;

/// <summary>Evidence of one kind and technique within some time.</summary>
/// <param name="Technique">"other" where there were more techniques than are told apart.</param>
/// <param name="Items">As sensors sent them: an incident sends one each time it grows.</param>
/// <param name="Points">What they added to scores, by the policy's weights, before corroboration. Incidents on victims add theirs here too.</param>
[GenerateSerializer, Immutable, Alias("tegument.EvidenceCount")]
public sealed record EvidenceCount(
    [property: Id(0)] EvidenceKind Kind,
    [property: Id(1)] string Technique,
    [property: Id(2)] long Items,
    [property: Id(3)] double Points)
{
    public const string OtherTechniques = "other";
}
