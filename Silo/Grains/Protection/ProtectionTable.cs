using System.Collections.Frozen;
using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Protection;

/// <summary>One immutable state of the rules; a change builds a new table. Any thread.</summary>
internal sealed class ProtectionTable
{
    /// <summary>Addresses that are no hosts one could ban (RFC 1122 §3.2.1.3, RFC 4291 §2.4), in every table.</summary>
    private static readonly (IpPrefix Prefix, string Rule)[] Fixed =
    [
        (IpPrefix.Parse("127.0.0.0/8"), "loopback 127.0.0.0/8"),
        (IpPrefix.Parse("::1"), "loopback ::1"),
        (IpPrefix.Parse("0.0.0.0"), "unspecified 0.0.0.0"),
        (IpPrefix.Parse("::"), "unspecified ::"),
        (IpPrefix.Parse("224.0.0.0/4"), "multicast 224.0.0.0/4"),
        (IpPrefix.Parse("ff00::/8"), "multicast ff00::/8"),
        (IpPrefix.Parse("255.255.255.255"), "broadcast 255.255.255.255"),
    ];

    private readonly PrefixSet _networks;
    private readonly Dictionary<IpPrefix, string> _ruleOf = [];
    private readonly IpKey[] _sorted;
    private readonly FrozenDictionary<IpKey, string> _rules;
    private readonly IpKey[] _sessions;
    private readonly IpPrefix[] _onLink;

    /// <param name="prefixes">Protected networks, each with the rule in words.</param>
    /// <param name="addresses">Protected addresses; the first rule of an address names it.</param>
    /// <param name="sessions">Sources of administrators' sessions.</param>
    public ProtectionTable(
        IEnumerable<(IpPrefix Prefix, string Rule)> prefixes,
        IEnumerable<(IpKey Address, string Rule)> addresses,
        IEnumerable<IpKey> sessions,
        IEnumerable<IpPrefix> onLink)
    {
        foreach (var (network, rule) in Fixed.Concat(prefixes)) _ruleOf.TryAdd(network, rule);
        _networks = new PrefixSet(_ruleOf.Keys);
        var rules = new Dictionary<IpKey, string>();
        foreach (var (address, rule) in addresses) rules.TryAdd(address, rule);
        _rules = rules.ToFrozenDictionary();
        _sorted = [.. rules.Keys.Order()];
        _sessions = [.. sessions.Distinct().Order()];
        _onLink = [.. onLink.Distinct()];
    }

    /// <summary>The protected addresses, sorted. Not to be changed.</summary>
    public IpKey[] Addresses => _sorted;

    public string? Protects(IpPrefix prefix, bool bruteForce)
    {
        if (_networks.Overlapping(prefix) is { } network) return _ruleOf[network];

        if (prefix.IsSingle && _rules.TryGetValue(prefix.Address, out var exact)) return $"{exact} {prefix.Address}";
        if (!prefix.IsSingle && First(_sorted, prefix) is { } held) return $"{_rules[held]} {held}";
        return !bruteForce && First(_sessions, prefix) is { } session ? $"administrator session from {session}" : null;
    }

    public bool IsOnLink(IpKey address)
    {
        foreach (var network in _onLink)
        {
            if (network.Contains(address)) return true;
        }

        return false;
    }

    /// <summary>The lowest of the sorted addresses that lies in the prefix.</summary>
    private static IpKey? First(IpKey[] sorted, IpPrefix prefix)
    {
        var at = Array.BinarySearch(sorted, prefix.Address);
        if (at < 0) at = ~at;
        return at < sorted.Length && prefix.Contains(sorted[at]) ? sorted[at] : null;
    }
}
