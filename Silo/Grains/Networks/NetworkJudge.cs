using Tegument.Contracts.Addresses;
using Tegument.Contracts.Networks;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Policy;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Networks;

/// <summary>
/// Widens a ban from members to their network and narrows it again: a function of (state, policy, protection, now), without clock or I/O.
/// Changes only the state handed in.
/// </summary>
/// <remarks>
/// A network's ban is made to end just when so many of its members' bans have run out that it is calm: what runs out narrows without
/// anyone's doing. Only ends before their time must be told.
/// </remarks>
public static class NetworkJudge
{
    // Shorter differences of the end are not worth a change of the ledger.
    private static readonly TimeSpan Worthwhile = TimeSpan.FromSeconds(1);

    /// <summary>The networks that a member counts for: an IPv4 address its /24, a /64 its /56, a /56 its /48. Null for who is judged alone.</summary>
    public static IpPrefix? NetworkOf(IpPrefix member) => member switch
    {
        { Address.IsLinkLocal: true } => null,
        { IsIPv4: true, Length: 32 } => new IpPrefix(member.Address, 24),
        { IsIPv4: false, Length: 64 } => new IpPrefix(member.Address, 56),
        { IsIPv4: false, Length: 56 } => new IpPrefix(member.Address, 48),
        _ => null,
    };

    /// <summary>True for a prefix that such bans are made of.</summary>
    public static bool IsNetwork(IpPrefix prefix) => prefix is { IsIPv4: true, Length: 24 } or { IsIPv4: false, Length: 56 or 48 };

    public static void Settle(NetworkState state, DateTimeOffset now)
    {
        if (now > state.At) state.At = now;
        state.Siblings.RemoveAll(sibling => sibling.Until <= state.At);
        if (state.Ban is { } ban && ban.DecidedAt + ban.Ttl <= state.At) state.Ban = null;
    }

    /// <summary>Members' bans were made, or last longer. Each counts once, by its longest.</summary>
    public static NetworkChange Began(NetworkState state, IpPrefix network, NetworkSibling[] siblings, AggregationPolicy policy, IProtectionRules rules, DateTimeOffset now)
    {
        Settle(state, now);
        foreach (var sibling in siblings)
        {
            if (sibling.Until <= state.At || NetworkOf(sibling.Prefix) != network) continue;
            var known = state.Siblings.FindIndex(s => s.Prefix == sibling.Prefix);
            if (known < 0) state.Siblings.Add(sibling);
            else if (sibling.Until >= state.Siblings[known].Until) state.Siblings[known] = sibling;
        }

        return Decide(state, network, policy, rules);
    }

    /// <summary>Members' bans ended before their time.</summary>
    public static NetworkChange Ended(NetworkState state, IpPrefix network, IpPrefix[] siblings, AggregationPolicy policy, IProtectionRules rules, DateTimeOffset now)
    {
        Settle(state, now);
        state.Siblings.RemoveAll(sibling => siblings.Contains(sibling.Prefix));
        return Decide(state, network, policy, rules);
    }

    /// <summary>The members that count, the longest ban first, whatever the order they came in.</summary>
    public static NetworkSibling[] Counting(NetworkState state) =>
    [
        .. state.Siblings.Where(sibling => state.PardonedAt is not { } pardoned || sibling.DecidedAt > pardoned)
            .OrderByDescending(sibling => sibling.Until).ThenBy(sibling => sibling.Prefix),
    ];

    private static NetworkChange Decide(NetworkState state, IpPrefix network, AggregationPolicy policy, IProtectionRules rules)
    {
        var counting = Counting(state);
        if (policy.NeededOf(network) is not { } needed) return Narrow(state, "networks are no longer banned for their members");
        var calm = policy.CalmOf(needed);
        if (state.Ban is null && counting.Length < needed) return NetworkChange.None;
        if (rules.Protects(network) is { } rule) return Narrow(state, $"protected: {rule}");
        if (counting.Length < calm) return Narrow(state, NetworkText.Calm(network, counting.Length, calm));

        var until = counting[calm - 1].Until;
        if (until > state.At + policy.Longest) until = state.At + policy.Longest;
        if (until - state.At < Worthwhile) return NetworkChange.None;
        var held = state.Ban is { } ban ? ban.DecidedAt + ban.Ttl : (DateTimeOffset?)null;
        if (held is { } end && (until - end).Duration() < Worthwhile) return NetworkChange.None;

        // So many of the highest scores would have been banned at any threshold up to this: a looser posture ends the ban with them.
        var score = counting.Select(sibling => sibling.Score).OrderDescending().ElementAt(Math.Min(needed, counting.Length) - 1);
        state.Ban = new BanDecision(network, until - state.At, NetworkText.Reason(network, counting, needed), score, state.At, Verified: true);
        state.Refusal = null;
        return new NetworkChange(state.Ban, until < held ? NetworkText.Shorter(network) : null);
    }

    private static NetworkChange Narrow(NetworkState state, string why)
    {
        if (state.Ban is null) return NetworkChange.None;
        state.Ban = null;
        return new NetworkChange(null, why);
    }
}
