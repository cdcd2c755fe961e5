using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Protection;

/// <summary>
/// Says which addresses no rule, feed or person may ban, and why. One per silo; any thread may ask at any time, without waiting.
/// </summary>
public interface IProtectionRules
{
    /// <summary>
    /// The rule that keeps this prefix from being banned, naming the address it protects ("gateway 10.0.0.1"); null when it may be banned.
    /// A prefix is protected when it holds any protected address.
    /// </summary>
    /// <param name="bruteForce">The address failed at logins: an administrator's session does not protect it then.</param>
    string? Protects(IpPrefix prefix, bool bruteForce = false);

    /// <summary>True when a host of ours has an address in the same network: IPv6 neighbours are judged one by one.</summary>
    bool IsOnLink(IpKey address);
}
