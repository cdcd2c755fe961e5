namespace Tegument.Contracts.Api;

/// <summary>How many bans were lifted, or would be.</summary>
/// <param name="Sample">The first of them, at most <see cref="MaxSample"/>.</param>
public sealed record BanLiftReply(long Lifted, bool DryRun, BanView[] Sample)
{
    public const int MaxSample = 100;
}
