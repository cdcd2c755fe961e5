using Orleans;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>
/// Many bans at once: up to <see cref="CommitSize"/> a commit, so that a decision on its way waits a fraction of a second at most.
/// Safe on any thread.
/// </summary>
public sealed class BanBatches(IGrainFactory grains, AutomaticBans automatic)
{
    public const int CommitSize = 2_000;

    /// <summary>One commit for all; outcomes in the order of the requests. At most <see cref="BanRules.MaxRequests"/>.</summary>
    public Task<BanOutcome[]> Ban(BanRequest[] requests, bool dryRun) => dryRun ? Ledger.Plan(requests) : Ledger.Ban(requests);

    /// <summary>How many bans match; looks at all of them where it must.</summary>
    public async Task<long> Count(BanQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var at = query with { Limit = 1, After = null };
        while (true)
        {
            var page = await Ledger.List(at);
            if (page.TotalIsExact || page.Next is null) return page.Total;
            at = at with { Limit = BanQuery.MaxLimit, After = page.Next };
        }
    }

    /// <summary>
    /// Lifts what matches, a page at a time; a ban made meanwhile may stay. Where that ends automatic bans, their sources' scores are cleared.
    /// </summary>
    /// <param name="take">Gets each page's bans.</param>
    public async Task Lift(BanQuery query, string actor, string reason, Action<Ban[]> take)
    {
        ArgumentNullException.ThrowIfNull(query);
        var at = query with { Limit = CommitSize, After = null };
        while (true)
        {
            var page = await Ledger.List(at);
            if (page.Bans.Length > 0) await Lift(Array.ConvertAll(page.Bans, ban => new BanKey(ban.Prefix, ban.Origin)), actor, reason, take);
            if (page.Next is null) return;
            at = at with { After = page.Next };
        }
    }

    /// <summary>Lifts these bans, those that stand, as one commit. At most <see cref="BanRules.MaxRequests"/>.</summary>
    public async Task Lift(BanKey[] bans, string actor, string reason, Action<Ban[]> take)
    {
        ArgumentNullException.ThrowIfNull(take);
        var lifted = await Ledger.Lift(bans, actor, reason);
        take(lifted);
        await automatic.Release([.. lifted.Where(ban => ban.Origin == BanOrigin.Automatic).Select(ban => ban.Prefix)], actor, reason);
    }

    private IBanLedgerGrain Ledger => grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);
}
