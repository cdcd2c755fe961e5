using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Policy;

/// <summary>
/// When a whole network is banned because many of its members are. Only members banned on verified evidence count: forged evidence would
/// ban a network otherwise.
/// </summary>
public sealed record AggregationPolicy
{
    /// <summary>False never bans a network for its members.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>So many banned addresses ban their IPv4 /24; 0 never.</summary>
    public int IPv4Siblings { get; init; } = 8;

    /// <summary>So many banned /64s ban their IPv6 /56; 0 never.</summary>
    public int IPv6Siblings { get; init; } = 4;

    /// <summary>So many banned /56s ban their IPv6 /48; 0 never.</summary>
    public int IPv6Networks { get; init; } = 4;

    /// <summary>With less than this share of them left the network is free again; 0 to 1.</summary>
    public double CalmBelow { get; init; } = 0.5;

    /// <summary>A network's ban never lasts longer; it is made anew for siblings that go on.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The banned members that ban this network; null when none ever do.</summary>
    public int? NeededOf(IpPrefix network)
    {
        var needed = network switch
        {
            { IsIPv4: true, Length: 24 } => IPv4Siblings,
            { IsIPv4: false, Length: 56 } => IPv6Siblings,
            { IsIPv4: false, Length: 48 } => IPv6Networks,
            _ => 0,
        };
        return Enabled && needed > 0 ? needed : null;
    }

    /// <summary>A network that needed so many is free again with fewer than this.</summary>
    public int CalmOf(int needed) => Math.Clamp((int)Math.Ceiling(needed * CalmBelow), 1, needed);

    internal string? Validate()
    {
        if (!IsCount(IPv4Siblings)) return "ipv4Siblings: must be 2 to 256, or 0 for never";
        if (!IsCount(IPv6Siblings)) return "ipv6Siblings: must be 2 to 256, or 0 for never";
        if (!IsCount(IPv6Networks)) return "ipv6Networks: must be 2 to 256, or 0 for never";
        if (!(CalmBelow is >= 0 and <= 1)) return "calmBelow: must be 0 to 1";
        return Longest < BanRequest.MinTtl || Longest > ReputationPolicy.LongestTime ? "longest: must be 1 second to 3650 days" : null;
    }

    private static bool IsCount(int siblings) => siblings is 0 or (>= 2 and <= 256);
}
