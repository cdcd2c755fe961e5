using Orleans;

namespace Tegument.Contracts.Bans;

/// <summary>A page of a listing, ordered by prefix then origin. <paramref name="Next"/> is the cursor of the page after, null at the end.</summary>
[GenerateSerializer, Immutable, Alias("tegument.BanPage")]
public sealed record BanPage(
    [property: Id(0)] Ban[] Bans,
    [property: Id(1)] long Total,
    [property: Id(2)] string? Next);
