using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Networks;
using Tegument.Silo.Policy;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Networks;

/// <summary>
/// Schedules, stores and answers for <see cref="NetworkJudge"/>. Stored when the network's ban changes, before it answers, and on
/// deactivation unless it may be forgotten: a crash may cost a count of siblings, never a ban.
/// </summary>
[GrainType("network")]
public sealed partial class NetworkGrain(
    [PersistentState("network", StateStorage.Name)] IPersistentState<NetworkState> store,
    PolicyBoard policy,
    IProtectionRules protection,
    TimeProvider time,
    ILogger<NetworkGrain> log) : Grain, INetworkGrain
{
    private IpPrefix _network;
    private bool _unsaved;

    /// <exception cref="FormatException">The key is not a prefix that bans are widened to.</exception>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _network = IpPrefix.Parse(this.GetPrimaryKeyString());
        return NetworkJudge.IsNetwork(_network) ? Task.CompletedTask : throw new FormatException($"'{_network}' is not a /24, /56 or /48");
    }

    public Task<NetworkChange> Began(NetworkSibling[] siblings) =>
        Stored(NetworkJudge.Began(store.State, _network, siblings, policy.Current.Aggregation, protection, time.GetUtcNow()));

    public Task<NetworkChange> Ended(IpPrefix[] siblings) =>
        Stored(NetworkJudge.Ended(store.State, _network, siblings, policy.Current.Aggregation, protection, time.GetUtcNow()));

    public Task Lift(bool pardon)
    {
        NetworkJudge.Settle(store.State, time.GetUtcNow());
        var changed = store.State.Ban is not null || pardon;
        store.State.Ban = null;
        if (pardon) store.State.PardonedAt = store.State.At;
        return changed ? Save() : Task.CompletedTask;
    }

    public Task Refused(string why)
    {
        store.State.Ban = null;
        store.State.Refusal = why;
        return Save();
    }

    public Task<NetworkView> View()
    {
        var state = store.State;
        NetworkJudge.Settle(state, time.GetUtcNow());
        var counting = NetworkJudge.Counting(state);
        var needed = policy.Current.Aggregation.NeededOf(_network);
        var restraint = state.Ban is null && counting.Length >= needed ? protection.Protects(_network) is { } rule ? $"protected: {rule}" : state.Refusal : null;
        return Task.FromResult(new NetworkView(
            _network,
            [.. counting.Take(NetworkView.MaxNamed).Select(sibling => sibling.Prefix)],
            counting.Length,
            needed,
            needed is { } n ? policy.Current.Aggregation.CalmOf(n) : null,
            state.Ban is { } ban ? ban.DecidedAt + ban.Ttl : null,
            restraint,
            state.PardonedAt));
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        NetworkJudge.Settle(store.State, time.GetUtcNow());
        if (store.State.IsForgettable) return store.RecordExists ? store.ClearStateAsync() : Task.CompletedTask;
        return _unsaved ? Save() : Task.CompletedTask;
    }

    private async Task<NetworkChange> Stored(NetworkChange change)
    {
        _unsaved = true;
        if (change == NetworkChange.None) return change;
        await Save();
        if (change.Narrow is { } narrow) LogNarrowed(_network.ToString(), narrow);
        if (change.Ban is { } ban) LogWidened(_network.ToString(), ban.Ttl.TotalSeconds, ban.Reason);
        return change;
    }

    private async Task Save()
    {
        await store.WriteStateAsync();
        _unsaved = false;
    }

    [LoggerMessage(EventId = 220, Level = LogLevel.Information, Message = "{Network} is banned for {Seconds:0} s: {Reason}")]
    private partial void LogWidened(string network, double seconds, string reason);

    [LoggerMessage(EventId = 221, Level = LogLevel.Information, Message = "{Network}: {Reason}")]
    private partial void LogNarrowed(string network, string reason);
}
