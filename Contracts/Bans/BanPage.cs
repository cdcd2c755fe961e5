using Orleans;

namespace Tegument.Contracts.Bans;

/// <summary>A page of a listing. <paramref name="Next"/> is the cursor of the page after, null at the end.</summary>
/// <param name="Bans">May be fewer than asked for, even none, while <paramref name="Next"/> is set: one call looks at a bounded number of bans.</param>
/// <param name="Total">Bans that match, on all pages; at least so many when not <paramref name="TotalIsExact"/>.</param>
[GenerateSerializer, Immutable, Alias("tegument.BanPage")]
public sealed record BanPage(
    [property: Id(0)] Ban[] Bans,
    [property: Id(1)] long Total,
    [property: Id(2)] string? Next,
    [property: Id(3)] bool TotalIsExact = true);
