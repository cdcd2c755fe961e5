using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Api;

/// <summary>The body of <c>POST /api/v1/bans</c>.</summary>
/// <param name="Reason">1 to 500 characters.</param>
/// <param name="TtlSeconds">1 second to ten years; an hour when absent.</param>
public sealed record BanCreate(IpPrefix Address, string Reason, double? TtlSeconds = null)
{
    public const double DefaultTtlSeconds = 3600;
}
