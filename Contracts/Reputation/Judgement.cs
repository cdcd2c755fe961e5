using Orleans;

namespace Tegument.Contracts.Reputation;

/// <summary>What a reputation answers to evidence. <paramref name="Ban"/> stands while a ban is to hold, also when it was decided earlier.</summary>
/// <param name="Note">Why the standing is not worse: "may be framed", "protected: gateway"; null when nothing held it back.</param>
[GenerateSerializer, Immutable, Alias("tegument.Judgement")]
public sealed record Judgement(
    [property: Id(0)] string Key,
    [property: Id(1)] Standing Standing,
    [property: Id(2)] double Score,
    [property: Id(3)] BanDecision? Ban,
    [property: Id(4)] string? Note);
