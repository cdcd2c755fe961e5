using Orleans;
using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Reputation;

/// <summary>One ban that a reputation decided, as it was decided, and how it ended.</summary>
/// <param name="Posture">In force at the decision; null for bans decided before this was kept.</param>
/// <param name="Threshold">The score that banned under it.</param>
/// <param name="Policy">The version of the policy that decided; null when it had none.</param>
/// <param name="EndedAt">Null while the ban holds, as are the three after it.</param>
/// <param name="EndedBy">Who lifted it; null when it ran out.</param>
[GenerateSerializer, Immutable, Alias("tegument.PastBan")]
public sealed record PastBan(
    [property: Id(0)] DateTimeOffset DecidedAt,
    [property: Id(1)] double TtlSeconds,
    [property: Id(2)] string Reason,
    [property: Id(3)] double Score,
    [property: Id(4)] bool Verified,
    [property: Id(5)] PostureLevel? Posture = null,
    [property: Id(6)] double? Threshold = null,
    [property: Id(7)] string? Policy = null,
    [property: Id(8)] DateTimeOffset? EndedAt = null,
    [property: Id(9)] BanEnd? End = null,
    [property: Id(10)] string? EndedBy = null,
    [property: Id(11)] string? EndReason = null)
{
    public static PastBan Of(BanDecision ban)
    {
        ArgumentNullException.ThrowIfNull(ban);
        return new PastBan(ban.DecidedAt, ban.Ttl.TotalSeconds, ban.Reason, ban.Score, ban.Verified, ban.Posture, ban.Threshold, ban.Policy);
    }
}
