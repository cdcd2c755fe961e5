using Orleans;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Live;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Link;

namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>
/// Tells the ledger's moves: each hint asks for the changes since the last one told. A moment with more than <see cref="MaxAtOnce"/>, such as
/// an import, is told by its newest changes and a count. Any thread hints, one runs.
/// </summary>
public sealed class LiveBans
{
    public const int MaxAtOnce = 500;

    /// <summary>Between two questions to the ledger: a siege is told in tens of messages a second, not thousands.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(0.05);

    private readonly IGrainFactory _grains;
    private readonly LiveHub _hub;
    private readonly TimeProvider _time;
    private readonly LatestLane<LedgerPosition> _moves;
    private LedgerPosition? _told;

    public LiveBans(IGrainFactory grains, LiveHub hub, TimeProvider time)
    {
        _grains = grains;
        _hub = hub;
        _time = time;
        _moves = new LatestLane<LedgerPosition>(Tell);
    }

    /// <summary>Telling begins after this position, unless it has begun already.</summary>
    public void Begin(LedgerPosition position) => Interlocked.CompareExchange(ref _told, position, null);

    /// <summary>The ledger stands here now. Never waits.</summary>
    public void Moved(LedgerPosition position) => _moves.Put(position);

    internal Task Run(CancellationToken cancel) => _moves.Run(cancel);

    private async Task Tell(LedgerPosition position, CancellationToken cancel)
    {
        var told = _told;
        if (told?.Ledger == position.Ledger && told.Revision == position.Revision) return;
        if (told?.Ledger != position.Ledger || position.Revision < told.Revision)
        {
            _told = position; // Another ledger's past is not ours to tell.
            return;
        }

        var changes = await _grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key).Changes(told.Revision, MaxAtOnce);
        _told = position with { Revision = changes.Revision };
        var now = _time.GetUtcNow();
        if (changes.Missed > 0) _hub.PublishMore(LiveTopic.Ban, changes.Missed);
        foreach (var change in changes.Changes)
            _hub.Publish(LiveTopic.Ban, new BanEvent(change.Move, BanView.Of(change.Ban, now), change.Actor, change.Reason), LiveJson.Default.BanEvent);
        await Task.Delay(Rest, cancel);
    }
}
