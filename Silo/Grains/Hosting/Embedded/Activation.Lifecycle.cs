using Orleans;

namespace Tegument.Silo.Hosting;

/// <content>From the first call to the end.</content>
internal sealed partial class Activation
{
    /// <summary>
    /// Constructs the grain, reads its states and lets it prepare. The thread that made the activation calls this once. Null: all went well
    /// at once, and that thread holds the turn and leaves like after <see cref="TryEnter"/>. Otherwise it holds nothing, and the task is the
    /// start that failed or goes on.
    /// </summary>
    internal Task? Start(out SynchronizationContext? previous)
    {
        previous = Enter();
        var start = StartAsync();
        if (start.IsCompletedSuccessfully) return null;
        SetSynchronizationContext(previous);
        if (start.IsCompleted)
        {
            Abort(start);
            return start;
        }

        var pump = Leave(start);
        start.ContinueWith(
            static (done, self) => ((Activation)self!).Started(done), this, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (pump) Pump(pooled: false);
        return start;
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (this)
        {
            if (_state == Dead) return;
            if (!TryPlanEnd(Inflate(), deactivationReason, cancellationToken)) return;
        }

        Pump(pooled: false);
    }

    /// <summary>It is to end, and has not yet.</summary>
    internal bool IsEnding
    {
        get
        {
            lock (this) return _mailbox?.Deactivation is not null;
        }
    }

    /// <summary>Nothing runs or waits, and it has not been used for more than so many ticks of the host.</summary>
    internal bool IsIdle(int ticks) => Volatile.Read(ref _state) == Idle && grainClass.Host.Tick - _lastUsed > ticks;

    /// <summary>Ends the activation if it is idle and has not been used for more than so many ticks of the host.</summary>
    internal void DeactivateIfIdle(int ticks, CancellationToken cancellation)
    {
        if (!IsIdle(ticks)) return;
        lock (this)
        {
            if (Interlocked.CompareExchange(ref _state, Busy, Idle) != Idle) return;
            _mailbox = new Mailbox();
            TryPlanEnd(_mailbox, new DeactivationReason(DeactivationReasonCode.ActivationIdle, "The activation was idle."), cancellation);
        }

        Pump(pooled: false);
    }

    /// <summary>The last turn, run as a request: calls that come meanwhile wait, and go to the successor.</summary>
    internal async Task EndAsync(DeactivationReason reason, CancellationToken cancellation)
    {
        DisposeTimers();
        try
        {
            await _grain!.OnDeactivateAsync(reason, cancellation);
        }
        catch (Exception error)
        {
            grainClass.Host.Statistics.CountFailedDeactivation();
            HostLog.DeactivationFailed(grainClass.Host.Log, GrainId.ToString(), error);
        }

        DisposeTimers();
        grainClass.Host.Statistics.CountDeactivation();
        var waiting = Die();
        var current = Current;
        SetSynchronizationContext(null);
        foreach (var request in waiting) request.Redispatch(grainClass, key);
        SetSynchronizationContext(current);
    }

    private async Task StartAsync()
    {
        grainClass.Constructor.Construct(this, out _grain, out var states);
        foreach (var state in states)
        {
            if (state is PersistentState persistent) await persistent.ReadStateAsync();
        }

        await _grain.OnActivateAsync(CancellationToken.None);
        grainClass.Host.Statistics.CountActivation();
    }

    private void Started(Task start)
    {
        if (start.IsCompletedSuccessfully) RequestEnded(start);
        else Abort(start);
    }

    /// <summary>Nothing is left of an activation that could not start: who waits for it learns why, and the next call tries anew.</summary>
    private void Abort(Task failed)
    {
        DisposeTimers();
        grainClass.Host.Statistics.CountFailedActivation();
        var reason = GrainClass.Failure(failed);
        foreach (var request in Die()) request.Refuse(reason);
    }

    private Request[] Die()
    {
        grainClass.Remove(this);
        lock (this)
        {
            var waiting = _mailbox?.TakeRequests() ?? [];
            _mailbox = null;
            _caller = null;
            Volatile.Write(ref _state, Dead);
            _deactivated?.SetResult();
            return waiting;
        }
    }

    /// <summary>Under the lock. True when the turn is the caller's.</summary>
    private bool TryPlanEnd(Mailbox mailbox, DeactivationReason reason, CancellationToken cancellation)
    {
        if (mailbox.Deactivation is not null) return false;
        mailbox.Deactivation = new Deactivation(reason, cancellation);
        mailbox.Deactivation.Stamp(null);
        return TryClaimTurn(mailbox);
    }
}
