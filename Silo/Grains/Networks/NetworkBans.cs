using Microsoft.Extensions.Logging;
using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Networks;
using Tegument.Contracts.Reputation;

namespace Tegument.Silo.Networks;

/// <summary>
/// Tells networks when their members' bans begin and end, and makes true in the ledger what they answer. Off the path of evidence: called
/// only when the ledger changed. What fails here is told and holds nothing else up: a network is judged again with its next member.
/// </summary>
public sealed partial class NetworkBans(IGrainFactory grains, ILogger<NetworkBans> log)
{
    public const string Actor = "aggregation";

    /// <summary>Networks that are asked at once.</summary>
    private const int Window = 64;

    /// <summary>These bans were made, or last longer. Those that could be forged count for nothing.</summary>
    public Task Began(IEnumerable<BanDecision> made) => Tell(
        made.Where(ban => ban.Verified).Select(ban => new NetworkSibling(ban.Prefix, ban.DecidedAt, ban.DecidedAt + ban.Ttl, ban.Score)),
        sibling => sibling.Prefix,
        (network, siblings) => network.Began(siblings));

    /// <summary>These members' bans ended before their time.</summary>
    public Task Ended(IEnumerable<IpPrefix> members) => Tell(members, member => member, (network, siblings) => network.Ended(siblings));

    /// <summary>The network's own ban is gone from the ledger.</summary>
    /// <param name="pardon">It is not to be made again for the same members.</param>
    public async Task Lifted(IpPrefix network, bool pardon)
    {
        if (!NetworkJudge.IsNetwork(network)) return;
        await Grain(network).Lift(pardon);
        await Ended([network]);
    }

    /// <summary>The networks that an address' ban counts for, the narrowest first.</summary>
    public async Task<NetworkView[]> ViewsOf(IpPrefix member)
    {
        var views = new List<NetworkView>(2);
        for (var network = NetworkJudge.NetworkOf(member); network is { } at; network = NetworkJudge.NetworkOf(at)) views.Add(await Grain(at).View());
        return [.. views];
    }

    private async Task Tell<T>(IEnumerable<T> members, Func<T, IpPrefix> prefixOf, Func<INetworkGrain, T[], Task<NetworkChange>> tell)
    {
        var networks = members.Select(member => (Member: member, Network: NetworkJudge.NetworkOf(prefixOf(member))))
            .Where(pair => pair.Network is not null)
            .GroupBy(pair => pair.Network!.Value, pair => pair.Member)
            .ToArray();
        var changes = new List<(IpPrefix Network, NetworkChange Change)>();
        foreach (var window in networks.Chunk(Window))
        {
            var answers = await Task.WhenAll(window.Select(network => Ask(network.Key, [.. network], tell)));
            for (var i = 0; i < answers.Length; i++)
            {
                if (answers[i] != NetworkChange.None) changes.Add((window[i].Key, answers[i]));
            }
        }

        if (changes.Count > 0) await MakeTrue(changes);
    }

    private async Task<NetworkChange> Ask<T>(IpPrefix network, T[] members, Func<INetworkGrain, T[], Task<NetworkChange>> tell)
    {
        try
        {
            return await tell(Grain(network), members);
        }
        catch (Exception error)
        {
            await Doubt(network, error);
            return NetworkChange.None;
        }
    }

    /// <summary>One commit for all bans; a made /56 is in turn a member of its /48, and so is a narrowed one no longer.</summary>
    private async Task MakeTrue(List<(IpPrefix Network, NetworkChange Change)> changes)
    {
        var made = new List<BanDecision>();
        try
        {
            foreach (var (network, change) in changes)
            {
                if (change.Narrow is { } narrow) await Ledger.Unban(network, BanOrigin.Automatic, Actor, narrow);
            }

            var wanted = changes.Where(c => c.Change.Ban is not null).ToArray();
            var outcomes = wanted.Length == 0 ? [] : await Ledger.Ban([.. wanted.Select(c => Request(c.Change.Ban!, replaces: c.Change.Narrow is not null))]);
            for (var i = 0; i < outcomes.Length; i++)
            {
                if (outcomes[i].Refusal is { } refusal) await Grain(wanted[i].Network).Refused(refusal);
                else made.Add(wanted[i].Change.Ban!);
            }
        }
        catch (Exception error)
        {
            foreach (var (network, _) in changes) await Doubt(network, error);
            return;
        }

        await Ended(changes.Where(c => c.Change.Ban is null).Select(c => c.Network));
        await Began(made);
    }

    /// <summary>Nobody knows what the ledger holds: the network is to decide again when it is next told something.</summary>
    private async Task Doubt(IpPrefix network, Exception error)
    {
        LogFailed(network.ToString(), error);
        try
        {
            await Grain(network).Lift(pardon: false);
        }
        catch (Exception again)
        {
            LogFailed(network.ToString(), again);
        }
    }

    // The end of a longer ban that this one replaces was this instant: the ledger would take the decision for one that was taken back.
    private static BanRequest Request(BanDecision ban, bool replaces) =>
        new(ban.Prefix, BanOrigin.Automatic, Actor, ban.Reason, ban.Ttl, ban.Score, replaces ? null : ban.DecidedAt);

    private IBanLedgerGrain Ledger => grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);

    private INetworkGrain Grain(IpPrefix network) => grains.GetGrain<INetworkGrain>(network.ToString());

    [LoggerMessage(EventId = 222, Level = LogLevel.Warning, Message = "Network {Network} could not be judged; it is judged again with its next member")]
    private partial void LogFailed(string network, Exception error);
}
