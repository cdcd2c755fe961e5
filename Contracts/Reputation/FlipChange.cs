using Orleans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Reputation;

/// <summary>
/// One change that alone would turn an outcome around, exact as of the explanation's time: with any less of it the outcome stays. Which
/// members are set follows from <paramref name="Kind"/>.
/// </summary>
/// <param name="Bans">The address would be banned then; false: it would not be, or no longer.</param>
/// <param name="Text">The change in words: "3 more ports of port-scan syn".</param>
/// <param name="Sensor">The sensor that would say so; null for whichever.</param>
/// <param name="More">Of that evidence: counts that its incident grows by, or where <paramref name="New"/>, the size or number of new incidents.</param>
/// <param name="New">The evidence would be of an incident not heard of yet.</param>
/// <param name="Verified">The source would acknowledge a sequence number of ours with it.</param>
/// <param name="Rule">The rule that would have to go, or the ban's prefix.</param>
/// <param name="Severity">1 low to 4 critical, for kinds that weigh by it.</param>
/// <param name="Points">More than that many points less.</param>
[GenerateSerializer, Immutable, Alias("tegument.FlipChange")]
public sealed record FlipChange(
    [property: Id(0)] FlipKind Kind,
    [property: Id(1)] bool Bans,
    [property: Id(2)] string Text,
    [property: Id(3)] PostureLevel? Posture = null,
    [property: Id(4)] EvidenceKind? Evidence = null,
    [property: Id(5)] string? Technique = null,
    [property: Id(6)] string? Sensor = null,
    [property: Id(7)] long? More = null,
    [property: Id(8)] bool? New = null,
    [property: Id(9)] bool? Verified = null,
    [property: Id(10)] double? Points = null,
    [property: Id(11)] string? Rule = null,
    [property: Id(12)] byte? Severity = null);
