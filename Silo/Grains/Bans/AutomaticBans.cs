using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Networks;

namespace Tegument.Silo.Bans;

/// <summary>
/// Carries decisions from reputations to the ledger and withdrawals back. Every call may be repeated: the same decision is the same ban.
/// </summary>
public sealed class AutomaticBans(IGrainFactory grains, NetworkBans networks)
{
    public const string Actor = "reputation";

    /// <summary>Calls to reputations that run at once.</summary>
    private const int Window = 256;

    /// <summary>
    /// One commit for all decisions; outcomes in their order. A source whose ban was taken back while its decision was on the way forgets it.
    /// </summary>
    public async Task<BanOutcome[]> Make(IReadOnlyList<BanDecision> decisions)
    {
        if (decisions.Count == 0) return [];
        var requests = new BanRequest[decisions.Count];
        for (var i = 0; i < requests.Length; i++)
        {
            var decision = decisions[i];
            requests[i] = new BanRequest(
                decision.Prefix, BanOrigin.Automatic, Actor, decision.Reason, decision.Ttl, decision.Score, decision.DecidedAt);
        }

        var outcomes = await Ledger.Ban(requests);
        List<IpPrefix>? withdrawn = null;
        List<BanDecision>? changed = null;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].Changed) (changed ??= []).Add(decisions[i]);
            if (outcomes[i].Refusal == BanRules.LiftedSince) (withdrawn ??= []).Add(requests[i].Prefix);
        }

        if (withdrawn is not null) await Forget(withdrawn, null, "taken back while it was decided");
        if (changed is not null) await networks.Began(changed);
        return outcomes;
    }

    /// <summary>Ends automatic bans that a threshold would not have made, all for null; their sources' scores are cleared.</summary>
    public async Task<Ban[]> EndBelow(double? threshold, string actor, string reason)
    {
        var lifted = await Ledger.EndAutomaticBelow(threshold, actor, reason);
        foreach (var network in lifted.Where(ban => NetworkJudge.IsNetwork(ban.Prefix))) await networks.Lifted(network.Prefix, pardon: false);
        await Forget([.. lifted.Select(ban => ban.Prefix).Where(prefix => !NetworkJudge.IsNetwork(prefix))], actor, reason);
        return lifted;
    }

    /// <summary>Clears the scores of these sources; strikes stay, and who lifted their bans, and why, is remembered with them.</summary>
    public async Task Forget(IReadOnlyList<IpPrefix> sources, string? actor = null, string? reason = null)
    {
        for (var from = 0; from < sources.Count; from += Window)
        {
            var calls = sources.Skip(from).Take(Window).Select(source => Reputation(source).Lift(actor, reason));
            await Task.WhenAll(calls);
        }

        await networks.Ended(sources);
    }

    /// <summary>Somebody lifted automatic bans of these: sources forget what they were banned for, networks are not banned again for the same members.</summary>
    public async Task Release(IReadOnlyList<IpPrefix> lifted, string actor, string reason)
    {
        foreach (var network in lifted.Where(NetworkJudge.IsNetwork)) await networks.Lifted(network, pardon: true);
        await Forget([.. lifted.Where(prefix => prefix.IsSingle || prefix is { IsIPv4: false, Length: 64 })], actor, reason);
    }

    /// <summary>Judges these sources with nothing new and makes what bans follow. Answers how many were made.</summary>
    public async Task<int> Judge(IReadOnlyList<string> keys)
    {
        var made = 0;
        for (var from = 0; from < keys.Count; from += Window)
        {
            var judgements = await Task.WhenAll(keys.Skip(from).Take(Window).Select(key => grains.GetGrain<IIpReputationGrain>(key).Judge()));
            var outcomes = await Make([.. judgements.Select(judgement => judgement.Ban).OfType<BanDecision>()]);
            made += outcomes.Count(outcome => outcome.Changed);
        }

        return made;
    }

    private IBanLedgerGrain Ledger => grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);

    private IIpReputationGrain Reputation(IpPrefix source) => grains.GetGrain<IIpReputationGrain>(ReputationKey.TextOf(source));
}
