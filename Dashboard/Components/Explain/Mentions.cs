using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>Whether what the store holds tells something new of one address. Pure.</summary>
public static class Mentions
{
    public static bool Changed(FleetView before, FleetView now, AddressFacts facts, IpKey address)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(facts);
        if (before.Level != now.Level) return true;
        if (!ReferenceEquals(before.Feed, now.Feed) && Newest(before.Feed, facts, address) != Newest(now.Feed, facts, address)) return true;
        return !ReferenceEquals(before.Attackers, now.Attackers) && Weight(before.Attackers, facts.Judged) != Weight(now.Attackers, facts.Judged);
    }

    private static long Newest(IReadOnlyList<FeedLine> feed, AddressFacts facts, IpKey address)
    {
        foreach (var line in feed)
        {
            if (line.Address == facts.Explanation.Key || (IpPrefix.TryParse(line.Address, out var prefix, out _) && prefix.Contains(address))) return line.Number;
        }

        return 0;
    }

    private static (double Points, DateTimeOffset LastSeen) Weight(AttackerList? worst, IpPrefix judged)
    {
        var (points, seen) = (0.0, DateTimeOffset.MinValue);
        foreach (var attacker in worst?.Attackers ?? [])
        {
            if (!judged.Contains(attacker.Address)) continue;
            points += attacker.Points;
            if (attacker.LastSeen > seen) seen = attacker.LastSeen;
        }

        return (points, seen);
    }
}
