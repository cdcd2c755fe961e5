namespace Tegument.Contracts.Api;

/// <summary>The body of <c>POST /api/v1/bans/bulk</c>: one commit for all.</summary>
/// <param name="Bans">1 to 10,000.</param>
/// <param name="DryRun">Only tells what would become of each.</param>
public sealed record BanBulk(BanCreate[] Bans, bool DryRun = false)
{
    public const int MaxBans = 10_000;
}
