using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Contracts.Api;

/// <summary>The body of <c>POST /api/v1/bans/lift</c>: exactly these addresses and prefixes, or whatever a filter finds; never both.</summary>
/// <param name="Reason">1 to 500 characters.</param>
/// <param name="Addresses">At most <see cref="MaxAddresses"/>; beside them only <paramref name="Origins"/> may be given.</param>
/// <param name="DryRun">Only counts.</param>
/// <param name="Expect">The count of a dry run: another count lifts nothing.</param>
public sealed record BanLift(
    string Reason,
    IpPrefix[]? Addresses = null,
    BanOrigin[]? Origins = null,
    IpPrefix? Within = null,
    IpKey? Covering = null,
    string? Actor = null,
    string? Text = null,
    DateTimeOffset? ExpiresBefore = null,
    DateTimeOffset? CreatedSince = null,
    double? MinScore = null,
    bool DryRun = false,
    long? Expect = null)
{
    public const int MaxAddresses = 10_000;
}
