using Tegument.Contracts.Addresses;
using Tegument.Contracts.Fleet;

namespace Tegument.Sensor.Enforce.Protect;

/// <summary>
/// Says why a prefix must not be banned on this host. A prefix is refused when any protected address lies in it. Immutable; any thread.
/// </summary>
public sealed class ProtectionCheck
{
    private static readonly (IpPrefix Prefix, string Reason)[] Always =
    [
        (IpPrefix.Parse("0.0.0.0"), "the unspecified address"),
        (IpPrefix.Parse("::"), "the unspecified address"),
        (IpPrefix.Parse("127.0.0.0/8"), "loopback"),
        (IpPrefix.Parse("::1"), "loopback"),
        (IpPrefix.Parse("224.0.0.0/4"), "multicast"),
        (IpPrefix.Parse("ff00::/8"), "multicast"),
        (IpPrefix.Parse("255.255.255.255"), "broadcast"),
    ];

    private readonly Dictionary<IpKey, string> _addresses = [];

    /// <param name="allowed">What the fleet's policy allows or protects; null for nothing.</param>
    public ProtectionCheck(Protection protection, PrefixSet? allowed = null)
    {
        Protection = protection;
        Allowed = allowed ?? PrefixSet.Empty;

        // Where one address is several things, the first reason named stands.
        Add(protection.Own, "this host's own address");
        Add(protection.Gateways, "a gateway of this host");
        Add(protection.Resolvers, "a resolver of this host");
        Add(protection.Sessions, "an administrator's session");
    }

    public Protection Protection { get; }

    public PrefixSet Allowed { get; }

    /// <summary>Null when the prefix may be banned.</summary>
    public string? Reason(IpPrefix prefix)
    {
        foreach (var (range, reason) in Always)
        {
            if (range.Overlaps(prefix)) return reason;
        }

        if (Allowed.Overlapping(prefix) is { } network) return $"allowed by the fleet's policy ({network})";
        if (prefix.IsSingle) return _addresses.GetValueOrDefault(prefix.Address);
        foreach (var (address, reason) in _addresses)
        {
            if (prefix.Contains(address)) return $"{reason} ({address})";
        }

        return null;
    }

    private void Add(IpKey[] addresses, string reason)
    {
        foreach (var address in addresses) _addresses.TryAdd(address, reason);
    }
}
