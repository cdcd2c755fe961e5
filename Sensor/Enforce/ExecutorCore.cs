using Microsoft.Extensions.Logging;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Enforce.Lockdown;
using Tegument.Sensor.Enforce.Protect;
using Tegument.Sensor.Enforce.Store;
using Tegument.Sensor.Native.Netlink;
using Tegument.Sensor.Native.Nftables;

namespace Tegument.Sensor.Enforce;

/// <summary>The executor's state and steps, without its thread. One thread, but for <see cref="CountForeignChange"/>.</summary>
internal sealed class ExecutorCore
{
    private readonly ExecutorOptions _options;
    private readonly Func<IEnforcementBackend> _open;
    private readonly Func<ProtectionCheck> _protection;
    private readonly EnforcementClock _clock;
    private readonly ILogger _log;
    private readonly Action _foreignChange;
    private readonly DesiredBans _desired;
    private readonly Reconciler _reconciler;
    private readonly EnforcementStore _store;
    private readonly ObserveOnlyMarker _marker;
    private readonly LockdownKeeper _lockdown;
    private IEnforcementBackend? _backend;
    private string? _fault = "starting";
    private string? _reported;
    private bool _snapshotNeeded = true;
    private long _proofs;
    private long _proofTookMs;
    private long _foreignChanges;

    public ExecutorCore(
        ExecutorOptions options, Func<IEnforcementBackend> open, Func<ProtectionCheck> protection, Guid boot, EnforcementClock clock, ILogger log, Action foreignChange)
    {
        _options = options;
        _open = open;
        _protection = protection;
        _clock = clock;
        _log = log;
        _foreignChange = foreignChange;
        _desired = new DesiredBans(options.MaxBans, options.SetCapacity);
        _reconciler = new Reconciler(_desired, clock);
        _store = new EnforcementStore(Path.Combine(options.DataDirectory, "bans.state"), boot, clock);
        _marker = new ObserveOnlyMarker(options.DataDirectory);
        _lockdown = new LockdownKeeper(options, boot, clock, log);
    }

    private bool ObserveOnly => _backend is { Enforces: false };

    public void CountForeignChange() => Interlocked.Increment(ref _foreignChanges);

    /// <summary>Takes up what the last run knew. The first proof compares it with the kernel, so nothing is committed blindly.</summary>
    public void Begin()
    {
        Directory.CreateDirectory(_options.DataDirectory);
        var content = _store.Load();
        if (content.Note is not null) ExecutorLog.StoreNote(_log, content.Note);
        _desired.Protect(_protection(), _reconciler.Changes);
        foreach (var change in content.Changes) _desired.Apply(change, _clock.NowMs, _reconciler.Changes);
        _snapshotNeeded = _desired.Adopting;
        _reconciler.Changes.Clear();
        _store.Checkpoint(_desired);
        _lockdown.Begin();
    }

    /// <summary>Journals and commits. True when a pull is wanted.</summary>
    public bool Apply(List<LedgerChange> changes, int[] lostShards)
    {
        foreach (var shard in lostShards) _desired.ForgetPosition(shard);
        var pull = lostShards.Length > 0;
        _desired.Protect(_protection(), _reconciler.Changes);
        foreach (var change in changes)
        {
            var outcome = _desired.Apply(change, _clock.NowMs, _reconciler.Changes);
            if (outcome == DeltaOutcome.Applied) _store.Append(change);
            if (outcome == DeltaOutcome.SnapshotNeeded) _desired.ForgetPosition(change.Position.Shard);
            pull |= outcome == DeltaOutcome.SnapshotNeeded;
        }

        _snapshotNeeded = _desired.Adopting || pull || (_snapshotNeeded && !changes.Exists(c => c.IsSnapshot));
        if (_backend is not null) _reconciler.Commit(_backend);
        return pull;
    }

    /// <summary>An order from the silo; null opens.</summary>
    public void Take(LockdownOrder? order) => _lockdown.Take(order);

    /// <summary>Has the kernel hold the lockdown where something about it changed.</summary>
    public void HoldLockdown()
    {
        var protection = _protection().Protection;
        if (_lockdown.IsDue(protection) && _backend is not null) _lockdown.Hold(_backend, protection);
    }

    /// <summary>False when the proof was put off for bans that wait.</summary>
    public bool Prove(Func<bool>? interrupt)
    {
        if (!EnsureBackend()) return true;
        var started = _clock.NowMs;
        var outcome = _reconciler.Prove(_backend!, interrupt);
        if (outcome == ProofOutcome.Interrupted) return false;
        if (outcome == ProofOutcome.Repaired && _backend is { Enforces: true } && _reconciler.LastRepair is { } repair)
        {
            ExecutorLog.Repaired(_log, repair.Missing, repair.Unwanted, repair.Mistimed, repair.Damage ?? "structure intact");
        }

        _lockdown.Hold(_backend!, _protection().Protection);
        _fault = null;
        _proofTookMs = _clock.NowMs - started;
        _proofs++;
        if (_store.CheckpointDue) _store.Checkpoint(_desired);
        else _store.Sync();
        Report();
        return true;
    }

    public void Fail(string reason) => _fault = $"internal error: {reason}";

    public FlushReport Flush(string actor, string reason)
    {
        var removed = ObserveOnly ? 0 : _reconciler.Held;

        // The marker first: a crash in between must not bring the bans back at the next start.
        var error = _marker.Write(actor, reason, _clock.UtcNow);
        if (error is not null) error = $"flushed, but a restart will enforce again: {error}";
        var failure = Observe($"{actor}: {reason}");
        return new FlushReport(failure is null ? removed : 0, failure ?? error);
    }

    public IReadOnlyList<EnforcedBan> List(int limit)
    {
        var now = _clock.NowMs;
        var enforces = _backend is { Enforces: true };
        return [.. _desired.All.Where(b => b.Value.DeadlineMs > now).OrderBy(b => b.Key).Take(limit).Select(b => new EnforcedBan(
            b.Key,
            b.Value.Origin,
            (b.Value.DeadlineMs - now) / 1000.0,
            enforces && _reconciler.IsHeld(b.Value),
            b.Value.Packets,
            b.Value.State switch
            {
                BanState.Protected => _desired.Refusal(b.Key),
                BanState.Crowded => "the kernel's set is full of longer bans",
                _ => ObserveOnly ? "observe-only" : null,
            }))];
    }

    public void End()
    {
        _store.Dispose();
        _backend?.Dispose();
        _backend = null;
    }

    public ExecutorStatus Status()
    {
        var statistics = _backend?.Statistics;
        var enforces = _backend is { Enforces: true };
        var drops = _reconciler.DroppedByOrigin;
        return new ExecutorStatus(
            _backend?.Name ?? "none",
            enforces,
            ObserveOnly,
            _desired.Positions.MinBy(p => p.Shard),
            _desired.Wanted,
            enforces ? _reconciler.Held : 0,
            _backend is null ? 0 : _reconciler.Held,
            StaleReason(),
            statistics?.DroppedPackets ?? 0,
            new DropCounts(drops[(int)BanOrigin.Automatic], drops[(int)BanOrigin.Manual], drops[(int)BanOrigin.Feed], drops[(int)BanOrigin.Api]),
            enforces ? _reconciler.LastRepair : null,
            enforces ? _reconciler.Repaired : 0,
            _proofs,
            TimeSpan.FromMilliseconds(_proofTookMs),
            Interlocked.Read(ref _foreignChanges),
            _desired.Protected,
            _desired.Crowded,
            _reconciler.RefusedByKernel,
            [.. _reconciler.Refused.Take(20)],
            _store.Fault,
            _snapshotNeeded,
            _lockdown.Report);
    }

    private string? StaleReason()
    {
        if (_fault is not null) return _fault;
        if (ObserveOnly) return null;
        return _reconciler.Stale ?? _lockdown.Stale ?? (_desired.Forgotten > 0 ? $"{_desired.Forgotten} bans do not fit the limit of {_options.MaxBans}" : null);
    }

    private bool EnsureBackend()
    {
        if (!ObserveOnly && (_options.ObserveOnly || _marker.Exists)) Observe(_marker.Exists ? _marker.Path : "started without enforcement");
        if (_backend is null && OpenBackend() is { } error)
        {
            if (_fault != error) ExecutorLog.CannotOpen(_log, error);
            _fault = error;
        }

        return _backend is not null;
    }

    private string? OpenBackend()
    {
        try
        {
            _backend = _open();
            _backend.ForeignChange += _foreignChange;
            ExecutorLog.Opened(_log, _backend.Name);
            return null;
        }
        catch (Exception e) when (e is NftablesException or NetlinkException)
        {
            return e.Message;
        }
    }

    /// <summary>
    /// From here on bans are only pretended. What an enforcing run left in the kernel goes, or the host would drop packets while it says
    /// that it does not. Null, or why that failed; it is observe-only even then.
    /// </summary>
    private string? Observe(string reason)
    {
        if (ObserveOnly) return null;
        var error = _backend is null ? OpenBackend() : null;
        error ??= _backend!.Flush();
        _backend?.Dispose();
        _backend = new DryRunBackend(_clock);
        _fault = null;
        ExecutorLog.ObserveOnly(_log, reason);
        return error;
    }

    private void Report()
    {
        var stale = StaleReason();
        if (stale == _reported) return;
        if (stale is null) ExecutorLog.Fresh(_log);
        else ExecutorLog.Stale(_log, stale);
        _reported = stale;
    }
}
