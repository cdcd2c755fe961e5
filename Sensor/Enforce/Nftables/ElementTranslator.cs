using System.Buffers.Binary;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Native.Netlink;

namespace Tegument.Sensor.Enforce.Nftables;

/// <summary>Turns the kernel's elements of one set into bans.</summary>
internal sealed class ElementTranslator(IHeldBanVisitor visitor) : IKernelElementVisitor
{
    /// <summary>The set that is being read.</summary>
    public BanSet Set { get; set; }

    /// <summary>Nothing to forget: visiting an element twice is allowed.</summary>
    public void Restart()
    {
    }

    public void Visit(in KernelElement element)
    {
        IpKey address;
        if (Set.IsIPv4 && element.Key.Length == 4) address = IpKey.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(element.Key));
        else if (!Set.IsIPv4 && element.Key.Length == 16) address = IpKey.FromIPv6(element.Key);
        else return;

        // A key that the set's own mask would change matches no packet, and a mapped address in an IPv6 set is no prefix of ours.
        if (address.IsIPv4 != Set.IsIPv4) return;
        var prefix = new IpPrefix(address, Set.Length);
        if (prefix.Address != address) return;
        long? remaining = element.ExpirationMs is 0 or > long.MaxValue ? null : (long)element.ExpirationMs;
        visitor.Visit(prefix, remaining, (long)element.Packets);
    }
}
