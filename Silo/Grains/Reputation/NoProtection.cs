using Tegument.Contracts.Addresses;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Reputation;

/// <summary>What a judgement would be without any protection; for explanations only.</summary>
internal sealed class NoProtection : IProtectionRules
{
    public static readonly NoProtection Instance = new();

    public string? Protects(IpPrefix prefix, bool bruteForce = false) => null;

    public bool IsOnLink(IpKey address) => false;
}
