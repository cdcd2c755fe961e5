using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Api;

/// <summary>The answer to <c>GET /api/v1/posture/preview</c>: what another posture would do at this moment to those already judged.</summary>
/// <param name="Now">The posture in force.</param>
/// <param name="Threshold">The score that bans under <paramref name="Level"/>; null never bans.</param>
/// <param name="ThresholdNow">The same under the posture in force.</param>
/// <param name="WouldBan">Suspects that would be banned at once.</param>
/// <param name="Bans">The first <see cref="MaxListed"/> of them, highest score first.</param>
/// <param name="WouldRelease">Automatic bans that would end; manual, API and feed bans hold in every posture.</param>
/// <param name="Releases">The first <see cref="MaxListed"/> of them, lowest score first.</param>
/// <param name="HeldBack">Suspects with a score that would ban, and something against it: a protected address, or one that may be framed.</param>
/// <param name="Held">The first <see cref="MaxListed"/> of them.</param>
/// <param name="NotLookedAt">Suspects with such a score beyond those that were judged for this answer.</param>
public sealed record PosturePreview(
    PostureLevel Level,
    PostureLevel Now,
    double? Threshold,
    double? ThresholdNow,
    long WouldBan,
    PosturePreviewItem[] Bans,
    long WouldRelease,
    PosturePreviewItem[] Releases,
    long HeldBack,
    PosturePreviewItem[] Held,
    long NotLookedAt)
{
    public const int MaxListed = 100;
}
