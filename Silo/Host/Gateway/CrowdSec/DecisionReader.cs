using System.Runtime.CompilerServices;
using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Host.Gateway.CrowdSec;

/// <summary>Reads the ledger as bouncers see it: per prefix the longest ban that a filter wants. Holds a page at a time.</summary>
internal sealed class DecisionReader(IGrainFactory grains)
{
    private IBanLedgerGrain Ledger => grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);

    public Task<BanDelta> Since(LedgerPosition position) => Ledger.Since(position);

    /// <summary>The longest wanted ban of exactly this prefix, or null.</summary>
    public async Task<Ban?> Exact(IpPrefix prefix, DecisionFilter filter)
    {
        var bans = await Covering(prefix.Address, filter);
        return bans.FirstOrDefault(ban => ban.Prefix == prefix);
    }

    /// <summary>The wanted bans that contain an address, the longest of each prefix.</summary>
    public async Task<IReadOnlyList<Ban>> Covering(IpKey address, DecisionFilter filter)
    {
        var page = await Ledger.List(new BanQuery(BanQuery.MaxLimit, Covering: address));
        return [.. page.Bans.Where(filter.Wants).GroupBy(ban => ban.Prefix).Select(bans => bans.MaxBy(ban => ban.Expires)!)];
    }

    /// <summary>
    /// Every prefix with a wanted ban that was made or changed after a revision, with its longest. Read page by page while the ledger goes
    /// on: what changes meanwhile may or may not be among them.
    /// </summary>
    /// <param name="within">Only prefixes inside this network, itself included.</param>
    public async IAsyncEnumerable<Ban> ChangedAfter(long revision, DecisionFilter filter, [EnumeratorCancellation] CancellationToken cancel, IpPrefix? within = null)
    {
        Ban? longest = null;
        var changed = false;
        string? after = null;
        do
        {
            cancel.ThrowIfCancellationRequested();
            var page = await Ledger.List(new BanQuery(BanQuery.MaxLimit, after, Within: within));
            foreach (var ban in page.Bans)
            {
                if (!filter.Wants(ban)) continue;
                if (longest is not null && longest.Prefix != ban.Prefix)
                {
                    if (changed) yield return longest;
                    (longest, changed) = (null, false);
                }

                if (longest is null || ban.Expires > longest.Expires) longest = ban;
                changed |= ban.Revision > revision;
            }

            after = page.Next;
        }
        while (after is not null);
        if (changed) yield return longest!;
    }
}
