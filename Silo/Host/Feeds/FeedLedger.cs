using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Host.Feeds;

/// <summary>Makes lists true in the ledger: bans of origin "feed", which hold in every posture. Safe on any thread; every call may be repeated.</summary>
public sealed class FeedLedger(IGrainFactory grains)
{
    /// <summary>Bans of one commit: other commits wait for no longer than it takes.</summary>
    private const int Batch = 10_000;

    public static string Actor(FeedSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return $"feed:{source.Name}";
    }

    /// <summary>Answers how many of the entries the ledger holds now; the rest it refuses.</summary>
    public async Task<long> Ban(FeedSource source, IReadOnlyCollection<IpPrefix> entries)
    {
        ArgumentNullException.ThrowIfNull(source);
        var held = 0L;
        foreach (var batch in entries.Chunk(Batch))
        {
            var requests = Array.ConvertAll(batch, entry => new BanRequest(entry, BanOrigin.Feed, Actor(source), $"listed by {source.Name}", source.Ttl));
            held += (await Ledger.Ban(requests)).Count(outcome => outcome.Ban is not null);
        }

        return held;
    }

    /// <summary>Lifts what no list names any more. Answers how many bans were lifted.</summary>
    public async Task<long> Lift(string actor, string reason, IReadOnlyCollection<IpPrefix> entries)
    {
        var lifted = 0L;
        foreach (var batch in entries.Chunk(Batch))
        {
            lifted += (await Ledger.Lift(Array.ConvertAll(batch, entry => new BanKey(entry, BanOrigin.Feed)), actor, reason)).Length;
        }

        return lifted;
    }

    private IBanLedgerGrain Ledger => grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);
}
