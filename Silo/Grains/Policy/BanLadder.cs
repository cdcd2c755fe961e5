using Tegument.Contracts.Bans;

namespace Tegument.Silo.Policy;

/// <summary>How long automatic bans last, and how long a source's past counts.</summary>
public sealed record BanLadder
{
    /// <summary>A first ban; also the most that unverified evidence earns.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Each strike multiplies by this.</summary>
    public double Factor { get; init; } = 4;

    public TimeSpan Longest { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Strikes fade this long after the last ban ended.</summary>
    public TimeSpan StrikesFadeAfter { get; init; } = TimeSpan.FromDays(30);

    public TimeSpan TtlOf(int strikes)
    {
        // Beyond 64 strikes any factor above 1 has long reached the cap; the bound keeps the power finite.
        var seconds = First.TotalSeconds * Math.Pow(Factor, Math.Min(strikes, 64));
        return seconds >= Longest.TotalSeconds ? Longest : TimeSpan.FromSeconds(seconds);
    }

    internal string? Validate()
    {
        if (First < BanRequest.MinTtl) return "ladder.first: must be at least 1 second";
        if (Longest < First || Longest > BanRequest.MaxTtl) return "ladder.longest: must lie between ladder.first and 3650 days";
        if (!(Factor is >= 1 and <= 1000)) return "ladder.factor: must be 1 to 1000";
        return StrikesFadeAfter < TimeSpan.Zero || StrikesFadeAfter > ReputationPolicy.LongestTime
            ? "ladder.strikesFadeAfter: must be 0 seconds to 3650 days"
            : null;
    }
}
