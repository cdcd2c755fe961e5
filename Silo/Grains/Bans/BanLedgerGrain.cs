using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Utilities;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Silo.Protection;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Bans;

/// <summary>
/// Owns one shard's bans: plans in memory, commits to the store, applies, hints to the executors, answers. A failed commit changes
/// nothing here and throws; since nobody knows what the store then holds, the next call loads anew.
/// </summary>
[GrainType("ban-ledger"), KeepAlive]
public sealed partial class BanLedgerGrain : Grain, IBanLedgerGrain
{
    private static readonly TimeSpan HousekeepingPeriod = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SubscriptionExpiry = TimeSpan.FromMinutes(3);

    private readonly IBanStore _store;
    private readonly IProtectionRules _protection;
    private readonly QualiaTally _tally;
    private readonly TimeProvider _time;
    private readonly ILogger<BanLedgerGrain> _log;
    private readonly ObserverManager<IBanObserver> _observers;
    private readonly BanRetractions _retractions = new();
    private readonly BanChangeLog _changes = new();
    private BanLedger? _ledger;
    private bool _purgeDue;

    public BanLedgerGrain(IBanStore store, IProtectionRules protection, QualiaTally tally, TimeProvider time, ILogger<BanLedgerGrain> log)
    {
        _store = store;
        _protection = protection;
        _tally = tally;
        _time = time;
        _log = log;
        _observers = new ObserverManager<IBanObserver>(SubscriptionExpiry, log) { GetDateTime = () => time.GetUtcNow().UtcDateTime };
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(Housekeep, new GrainTimerCreationOptions(HousekeepingPeriod, HousekeepingPeriod));
        return Task.CompletedTask;
    }

    /// <exception cref="ArgumentException">More than <see cref="BanRules.MaxRequests"/> requests.</exception>
    public async Task<BanOutcome[]> Ban(BanRequest[] requests)
    {
        if (requests.Length > BanRules.MaxRequests) throw new ArgumentException($"requests: {requests.Length} are more than {BanRules.MaxRequests}");
        var ledger = await Loaded();
        var (outcomes, plan) = ledger.PlanBans(requests, _time.GetUtcNow());
        await Commit(ledger, plan);
        return outcomes;
    }

    /// <exception cref="ArgumentException">Actor or reason is missing or too long; the message names it.</exception>
    public async Task<Ban[]> Unban(IpPrefix prefix, BanOrigin? origin, string actor, string reason)
    {
        if (BanRules.RefuseWords(actor, reason) is { } refusal) throw new ArgumentException(refusal);
        var ledger = await Loaded();
        var plan = ledger.PlanUnban(prefix, origin, actor, reason, _time.GetUtcNow());
        await Commit(ledger, plan);
        if (origin is null or BanOrigin.Automatic) ledger.Retract(prefix);
        return Lifted(plan);
    }

    /// <exception cref="ArgumentException">More than <see cref="BanRules.MaxRequests"/> requests.</exception>
    public async Task<BanOutcome[]> Plan(BanRequest[] requests)
    {
        if (requests.Length > BanRules.MaxRequests) throw new ArgumentException($"requests: {requests.Length} are more than {BanRules.MaxRequests}");
        return (await Loaded()).PlanBans(requests, _time.GetUtcNow()).Outcomes;
    }

    /// <exception cref="ArgumentException">Too many bans, or actor or reason is missing or too long; the message names it.</exception>
    public async Task<Ban[]> Lift(BanKey[] bans, string actor, string reason)
    {
        if (BanRules.RefuseWords(actor, reason) is { } refusal) throw new ArgumentException(refusal);
        if (bans.Length > BanRules.MaxRequests) throw new ArgumentException($"bans: {bans.Length} are more than {BanRules.MaxRequests}");
        var ledger = await Loaded();
        var plan = ledger.PlanLift(bans, actor, reason, _time.GetUtcNow());
        await Commit(ledger, plan);
        var lifted = Lifted(plan);
        foreach (var ban in lifted.Where(ban => ban.Origin == BanOrigin.Automatic)) ledger.Retract(ban.Prefix);
        return lifted;
    }

    public async Task<Ban[]> Find(BanKey[] bans)
    {
        var ledger = await Loaded();
        ledger.Expire(_time.GetUtcNow());
        return [.. ledger.Find(bans)];
    }

    public async Task<Ban[]> EndAutomaticBelow(double? threshold, string actor, string reason)
    {
        var ledger = await Loaded();
        var plan = ledger.PlanEndAutomatic(threshold, actor, reason, _time.GetUtcNow());
        await Commit(ledger, plan);
        ledger.RetractBelow(threshold);
        return Lifted(plan);
    }

    public async Task<BanPage> AutomaticBelow(double? threshold, int limit) => (await Loaded()).AutomaticBelow(threshold, limit, _time.GetUtcNow());

    public async Task<BanDelta> Since(LedgerPosition? position) => (await Loaded()).Since(position, _time.GetUtcNow());

    public async Task<BanPage> List(BanQuery query) => (await Loaded()).List(query, _time.GetUtcNow());

    public async Task<BanChanges> Changes(long after, int limit) => _changes.After(after, (await Loaded()).Position.Revision, limit);

    public async Task<LedgerPosition> Subscribe(IBanObserver observer)
    {
        var ledger = await Loaded();
        _observers.Subscribe(observer, observer);
        return ledger.Position;
    }

    public Task Unsubscribe(IBanObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    private async Task Commit(BanLedger ledger, BanPlan plan)
    {
        if (plan.IsEmpty) return;
        try
        {
            await _store.Append(plan.After, plan.Changes);
        }
        catch (Exception error)
        {
            _ledger = null;
            LogCommitFailed(plan.Changes.Length, error);
            throw;
        }

        _changes.Add(plan, ledger);
        ledger.Apply(plan);
        _tally.Committed(plan.Changes.Count(change => !change.Lifted), plan.After);
        _observers.Notify(observer => observer.Moved(plan.After));
    }

    private async ValueTask<BanLedger> Loaded()
    {
        if (_ledger is not null) return _ledger;
        var shard = int.Parse(this.GetPrimaryKeyString(), NumberStyles.None, CultureInfo.InvariantCulture);
        var bans = new List<Ban>();
        var position = await _store.Load(shard, _time.GetUtcNow(), bans.Add);
        _ledger = new BanLedger(position, bans, _protection, _retractions);
        _tally.Committed(0, position);
        LogLoaded(shard, _ledger.Count, position.Revision);
        return _ledger;
    }

    /// <summary>Frees what has ended; every call also does so for itself, so only memory and disk depend on this.</summary>
    private async Task Housekeep()
    {
        if (_ledger is not { } ledger) return;
        _observers.ClearExpired();
        _purgeDue |= ledger.Expire(_time.GetUtcNow()) > 0;
        if (!_purgeDue) return;
        try
        {
            await _store.Purge(ledger.Position.Shard, _time.GetUtcNow());
            _purgeDue = false;
        }
        catch (Exception error)
        {
            LogPurgeFailed(error);
        }
    }

    private static Ban[] Lifted(BanPlan plan) => Array.ConvertAll(plan.Changes, change => change.Ban);

    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "Ledger shard {Shard} holds {Bans} bans at revision {Revision}")]
    private partial void LogLoaded(int shard, int bans, long revision);

    [LoggerMessage(EventId = 101, Level = LogLevel.Error, Message = "A commit of {Changes} ban changes failed; nothing was changed")]
    private partial void LogCommitFailed(int changes, Exception error);

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning, Message = "Bans that have ended could not be purged from the store; it is tried again")]
    private partial void LogPurgeFailed(Exception error);
}
