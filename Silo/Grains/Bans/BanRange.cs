using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>A stretch of an order of bans, both ends included.</summary>
internal readonly record struct BanRange(BanPosition Low, BanPosition High)
{
    public static readonly BanRange All = new(BanPosition.FirstOf(long.MinValue), BanPosition.LastOf(long.MaxValue));

    /// <summary>The bans in a network, itself included: in the order of prefixes they stand together.</summary>
    public static BanRange Within(IpPrefix network)
    {
        var host = network.Address.Bits - network.Length;
        var (upper, lower) = (network.Address.Upper, network.Address.Lower);
        if (host > 64) upper |= host == 128 ? ulong.MaxValue : (1UL << (host - 64)) - 1;
        if (host > 0) lower |= host >= 64 ? ulong.MaxValue : (1UL << host) - 1;
        var last = new IpKey(upper, lower);
        return new BanRange(new BanPosition(0, network, 0), new BanPosition(0, IpPrefix.Of(last), (BanOrigin)byte.MaxValue));
    }

    public bool Contains(BanPosition position) => Low.CompareTo(position) <= 0 && position.CompareTo(High) <= 0;
}
