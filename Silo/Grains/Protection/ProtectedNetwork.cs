using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Protection;

/// <summary>A network that somebody wants never banned.</summary>
/// <param name="Rule">What refusals call the rule: "allow list", "protected network".</param>
/// <param name="Source">Where it stands, for whoever looks for it: "policy.yaml", "vpn.example.org in policy.yaml".</param>
public readonly record struct ProtectedNetwork(IpPrefix Prefix, string Rule, string Source)
{
    public const string AllowList = "allow list";
    public const string OurNetwork = "protected network";

    /// <summary>"allow list 192.0.2.0/24 (policy.yaml)".</summary>
    public override string ToString() => $"{Rule} {Prefix} ({Source})";
}
