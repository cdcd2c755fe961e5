using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Sensor.Enforce;

/// <summary>What the ledger wants for one prefix, its seconds left turned into a deadline of ours.</summary>
/// <param name="DeadlineMs">On the <see cref="EnforcementClock"/>; zero when the prefix is no longer banned.</param>
public readonly record struct BanTarget(IpPrefix Prefix, long DeadlineMs, BanOrigin Origin)
{
    public bool IsLifted => DeadlineMs == 0;

    /// <summary>Counts from now, at most the longest ban there is. What is no number, or has ended, is lifted.</summary>
    public static BanTarget From(BanEntry entry, long nowMs)
    {
        var seconds = Math.Min(entry.SecondsLeft, BanRequest.MaxTtl.TotalSeconds);
        return new BanTarget(entry.Prefix, seconds > 0 ? nowMs + (long)(seconds * 1000) : 0, entry.Origin);
    }
}
