using System.Diagnostics.CodeAnalysis;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>
/// Bans, one per (prefix, origin), in every order that a listing may ask for: about 48 bytes per ban beside the ban itself. The order of
/// deadlines also says which end next. Owned by one ledger; not safe across threads.
/// </summary>
internal sealed class BanTable
{
    /// <summary>When more than this part of all ends at one time, the orders are written anew instead of mended ban by ban.</summary>
    private const int RewriteShare = 8;

    private static readonly BanSort[] Sorts = Enum.GetValues<BanSort>();

    private readonly BanIndex[] _indexes = Array.ConvertAll(Sorts, sort => new BanIndex(sort));
    private readonly long[] _byOrigin = new long[256];
    private readonly int[] _lengthsIPv4 = new int[33];
    private readonly int[] _lengthsIPv6 = new int[129];

    public int Count => Prefixes.Count;

    public long CountOf(BanOrigin origin) => _byOrigin[(byte)origin];

    public BanIndex In(BanSort sort) => _indexes[(int)sort];

    public bool TryGet(IpPrefix prefix, BanOrigin origin, [NotNullWhen(true)] out Ban? ban) =>
        Prefixes.TryGet(new BanPosition(0, prefix, origin), out ban);

    /// <summary>Replaces everything; of several bans of one prefix and origin the last stands.</summary>
    public void Fill(IEnumerable<Ban> bans)
    {
        Array.Clear(_byOrigin);
        Array.Clear(_lengthsIPv4);
        Array.Clear(_lengthsIPv6);
        var sorted = BanSorting.ByPrefix(bans);
        foreach (var ban in sorted) Tally(ban, 1);
        foreach (var sort in Sorts) In(sort).Fill(BanSorting.By(sort, sorted));
    }

    /// <summary>Inserts, or replaces the ban of the same prefix and origin.</summary>
    public void Put(Ban ban)
    {
        if (TryGet(ban.Prefix, ban.Origin, out var held)) RemoveFromOrders(held, ban);
        else Tally(ban, 1);
        foreach (var index in _indexes) index.Put(ban);
    }

    public bool Remove(IpPrefix prefix, BanOrigin origin)
    {
        if (!TryGet(prefix, origin, out var held)) return false;
        Tally(held, -1);
        foreach (var sort in Sorts) In(sort).Remove(BanPosition.Of(held, sort));
        return true;
    }

    /// <summary>Takes out bans that have ended; answers how many.</summary>
    public int Expire(DateTimeOffset now)
    {
        if (Deadlines.First is not { } first || first.Expires > now) return 0;
        var ended = Deadlines.CountOf(BanRange.All with { High = BanPosition.LastOf(now.UtcTicks) });
        if (ended > Count / RewriteShare)
        {
            Fill(All().Where(ban => ban.Expires > now).ToArray());
            return ended;
        }

        while (Deadlines.First is { } next && next.Expires <= now) Remove(next.Prefix, next.Origin);
        return ended;
    }

    public IEnumerable<Ban> All() => Prefixes.All();

    /// <summary>The bans of exactly this prefix, by origin.</summary>
    public IEnumerable<Ban> Of(IpPrefix prefix) => Prefixes.From(new BanPosition(0, prefix, 0)).TakeWhile(ban => ban.Prefix == prefix);

    /// <summary>The bans whose prefix contains the address, shortest prefix first.</summary>
    public IEnumerable<Ban> Covering(IpKey address)
    {
        var lengths = address.IsIPv4 ? _lengthsIPv4 : _lengthsIPv6;
        for (var length = 0; length < lengths.Length; length++)
        {
            if (lengths[length] == 0) continue;
            foreach (var ban in Of(new IpPrefix(address, length))) yield return ban;
        }
    }

    private BanIndex Prefixes => _indexes[(int)BanSort.Prefix];

    private BanIndex Deadlines => _indexes[(int)BanSort.Expires];

    /// <summary>Where the new ban stands elsewhere than the one it replaces.</summary>
    private void RemoveFromOrders(Ban held, Ban ban)
    {
        foreach (var sort in Sorts)
        {
            var position = BanPosition.Of(held, sort);
            if (position != BanPosition.Of(ban, sort)) In(sort).Remove(position);
        }
    }

    private void Tally(Ban ban, int change)
    {
        _byOrigin[(byte)ban.Origin] += change;
        (ban.Prefix.IsIPv4 ? _lengthsIPv4 : _lengthsIPv6)[ban.Prefix.Length] += change;
    }
}
