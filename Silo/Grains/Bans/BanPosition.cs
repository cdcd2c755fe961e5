using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>Where a ban stands in an order of bans: its rank there, then its prefix and origin, which no two bans share.</summary>
internal readonly record struct BanPosition(long Rank, IpPrefix Prefix, BanOrigin Origin) : IComparable<BanPosition>
{
    private static readonly IpPrefix LastPrefix = new(new IpKey(ulong.MaxValue, ulong.MaxValue), 128);

    public static BanPosition Of(Ban ban, BanSort sort) => new(RankOf(ban, sort), ban.Prefix, ban.Origin);

    /// <summary>Before or at every ban of this rank.</summary>
    public static BanPosition FirstOf(long rank) => new(rank, default, 0);

    /// <summary>After or at every ban of this rank.</summary>
    public static BanPosition LastOf(long rank) => new(rank, LastPrefix, (BanOrigin)byte.MaxValue);

    public static long RankOf(Ban ban, BanSort sort) => sort switch
    {
        BanSort.Expires => ban.Expires.UtcTicks,
        BanSort.Created => ban.Created.UtcTicks,
        BanSort.Score => RankOf(ban.Score),
        _ => 0,
    };

    /// <summary>A number that orders as the scores do: the bits of IEEE 754 order positive numbers, and negative ones backwards.</summary>
    public static long RankOf(double score)
    {
        var bits = BitConverter.DoubleToInt64Bits(score);
        return bits >= 0 ? bits : long.MinValue - bits;
    }

    public int CompareTo(BanPosition other)
    {
        if (Rank != other.Rank) return Rank.CompareTo(other.Rank);
        var order = Prefix.CompareTo(other.Prefix);
        return order != 0 ? order : ((byte)Origin).CompareTo((byte)other.Origin);
    }
}
