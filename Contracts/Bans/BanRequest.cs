using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Bans;

/// <summary>A wish to ban; the ledger refuses protected addresses whoever asks.</summary>
/// <param name="Ttl">One second to ten years.</param>
/// <param name="DecidedAt">
/// When it was decided, so that the same decision sent twice ends at the same time and one older than an unban does not undo it;
/// null counts from the ledger's now.
/// </param>
/// <param name="Created">When the ban was first made, where it is brought in from elsewhere; null for now.</param>
[GenerateSerializer, Immutable, Alias("tegument.BanRequest")]
public sealed record BanRequest(
    [property: Id(0)] IpPrefix Prefix,
    [property: Id(1)] BanOrigin Origin,
    [property: Id(2)] string Actor,
    [property: Id(3)] string Reason,
    [property: Id(4)] TimeSpan Ttl,
    [property: Id(5)] double Score = 0,
    [property: Id(6)] DateTimeOffset? DecidedAt = null,
    [property: Id(7)] DateTimeOffset? Created = null)
{
    public static readonly TimeSpan MinTtl = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxTtl = TimeSpan.FromDays(3650);
    public const int MaxReasonLength = 500;
    public const int MaxActorLength = 100;
}
