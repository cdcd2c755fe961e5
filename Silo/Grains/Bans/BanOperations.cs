using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Networks;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Bans;

/// <summary>What people and programs may ask of bans, for the gateway. Safe on any thread; every change is committed before it answers.</summary>
public sealed class BanOperations(IGrainFactory grains, AutomaticBans automatic, NetworkBans networks, IProtectionRules protection)
{
    /// <summary>A ban, or a refusal with its reason; never throws for what the requester could have got wrong.</summary>
    public async Task<BanOutcome> Ban(BanRequest request) => (await Ledger.Ban([request]))[0];

    /// <summary>
    /// Lifts the bans of exactly this prefix, of one origin or of all, and of the IPv6 /64 that an address is judged by. Where that ends an
    /// automatic ban, the source's score is cleared and its strikes stay; a network is not banned again for the same members.
    /// </summary>
    public async Task<UnbanResult> Unban(IpPrefix prefix, BanOrigin? origin, string actor, string reason)
    {
        var lifted = new List<Ban>(await Ledger.Unban(prefix, origin, actor, reason));
        if (origin is null or BanOrigin.Automatic)
        {
            var judged = prefix.IsSingle ? KeyOf(prefix.Address) : prefix;
            if (judged != prefix) lifted.AddRange(await Ledger.Unban(judged, BanOrigin.Automatic, actor, reason));
            await automatic.Release([judged], actor, reason);
        }

        return new UnbanResult([.. lifted], await Covering(prefix.Address));
    }

    /// <summary>What decided, or would decide, the address' fate, with every ban that covers it.</summary>
    public async Task<Explanation> Explain(IpKey address)
    {
        var judged = KeyOf(address);
        var explanation = await grains.GetGrain<IIpReputationGrain>(ReputationKey.TextOf(judged)).Explain(address);
        return CoveringBans.Explain(explanation with
        {
            Bans = await Covering(address),
            Protection = explanation.Protection ?? protection.Protects(IpPrefix.Of(address)),
            Networks = await networks.ViewsOf(judged),
        });
    }

    private async Task<Ban[]> Covering(IpKey address) => (await Ledger.List(new BanQuery(BanQuery.MaxLimit, Covering: address))).Bans;

    private IpPrefix KeyOf(IpKey address) => ReputationKey.PrefixOf(address, protection.IsOnLink(address));

    private IBanLedgerGrain Ledger => grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);
}
