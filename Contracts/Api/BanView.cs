using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Contracts.Api;

/// <summary>A ban as people and programs outside see it.</summary>
/// <param name="SecondsLeft">At the moment of the answer; use this, not <paramref name="Expires"/>, where the clocks may differ.</param>
/// <param name="Expires">By the silo's wall clock.</param>
public sealed record BanView(
    IpPrefix Address,
    BanOrigin Origin,
    string Actor,
    string Reason,
    DateTimeOffset Created,
    DateTimeOffset Expires,
    double SecondsLeft,
    double Score,
    long Revision)
{
    public static BanView Of(Ban ban, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(ban);
        var left = Math.Max(0, Math.Round((ban.Expires - now).TotalSeconds, 3));
        return new BanView(ban.Prefix, ban.Origin, ban.Actor, ban.Reason, ban.Created, ban.Expires, left, ban.Score, ban.Revision);
    }
}
