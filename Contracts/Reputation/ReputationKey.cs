using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Reputation;

/// <summary>Which reputation an address belongs to: IPv4 stands alone; IPv6 is judged by /64, since that is what one subscriber holds.</summary>
public static class ReputationKey
{
    /// <summary>Link-local sources and addresses in a network of ours (<paramref name="onLink"/>) are judged alone: neighbours share the /64 with us.</summary>
    public static IpPrefix PrefixOf(IpKey address, bool onLink) =>
        address.IsIPv4 || onLink || address.IsLinkLocal ? IpPrefix.Of(address) : new IpPrefix(address, 64);

    public static string TextOf(IpPrefix prefix) => prefix.ToString();
}
