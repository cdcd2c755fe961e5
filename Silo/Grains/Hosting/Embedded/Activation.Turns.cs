namespace Tegument.Silo.Hosting;

/// <content>Waiting and taking turns: everything but the call that finds the activation idle.</content>
internal sealed partial class Activation : IThreadPoolWorkItem
{
    /// <summary>Turns one thread takes in a row before others of the process have theirs.</summary>
    private const int MaxTurnsInARow = 64;

    /// <summary>Comes back to the grain after an await. Never runs at once: the thread may be in another activation's turn.</summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (this)
        {
            if (_state == Dead)
            {
                // Code that outlives its activation: there is nothing left to protect.
                ThreadPool.UnsafeQueueUserWorkItem(static work => work.d(work.state), (d, state), preferLocal: false);
                return;
            }

            var mailbox = Inflate();
            mailbox.Add(new Continuation(d, state, 0));
            if (!TryClaimTurn(mailbox)) return;
        }

        SchedulePump();
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("A grain's context cannot be entered synchronously.");

    public override SynchronizationContext CreateCopy() => this;

    void IThreadPoolWorkItem.Execute() => Pump(pooled: true);

    /// <summary>Queues a request; where nothing else runs, runs it now.</summary>
    internal Admission Enqueue(Request request)
    {
        lock (this)
        {
            if (_state == Dead) return Admission.Dead;
            var mailbox = Inflate();
            if (request.IsCall && mailbox.Waiting >= grainClass.Host.MaxQueuedCalls) return Admission.Full;
            mailbox.Add(request);
            if (!TryClaimTurn(mailbox)) return Admission.Taken;
        }

        Pump(pooled: false);
        return Admission.Taken;
    }

    /// <summary>Runs a tick between the turns of whatever request is active.</summary>
    internal Admission EnqueueInterleaved(GrainTimer timer)
    {
        lock (this)
        {
            if (_state == Dead) return Admission.Dead;
            var mailbox = Inflate();
            mailbox.Interleaved++;
            mailbox.Add(new Continuation(static tick => ((GrainTimer)tick!).RunInterleaved(), timer, Environment.CurrentManagedThreadId));
            if (!TryClaimTurn(mailbox)) return Admission.Taken;
        }

        Pump(pooled: false);
        return Admission.Taken;
    }

    internal void InterleavedEnded()
    {
        lock (this)
        {
            if (_state == Dead) return;
            _mailbox!.Interleaved--;
            if (!TryClaimTurn(_mailbox)) return;
        }

        SchedulePump();
    }

    /// <summary>The active request's task has ended, on whatever thread.</summary>
    internal void RequestEnded(Task done)
    {
        if (!done.IsCompletedSuccessfully) Inspect(done);
        lock (this)
        {
            if (_state == Dead) return;
            _mailbox!.RequestActive = false;
            _caller = null;
            if (!TryClaimTurn(_mailbox)) return;
        }

        SchedulePump();
    }

    /// <summary>Ends a turn that began without a mailbox. True when the next turn is this thread's already.</summary>
    private bool Leave(Task? pending)
    {
        lock (this)
        {
            var mailbox = Inflate();
            mailbox.RequestActive = pending is not null;
            if (pending is null) _caller = null;
            mailbox.TurnTaken = false;
            return TryClaimTurn(mailbox);
        }
    }

    /// <summary>Takes turn after turn until none is due. The turn is this thread's; it is given up or passed on before returning.</summary>
    private void Pump(bool pooled)
    {
        var previous = Current;
        for (var turns = 0; ; turns++)
        {
            Continuation next;
            lock (this)
            {
                if (_state == Dead) break;
                _mailbox!.TurnTaken = false;
                if (!TryClaimTurn(_mailbox)) break;
                if (!MayRun(_mailbox, turns, pooled))
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    break;
                }

                next = _mailbox.Take();
                if (next.Request is { } request) _caller = request.Caller;
            }

            if (next.Request is null) RunContinuation(next, previous);
            else if (!RunRequest(next.Request, previous, pooled)) break;
        }

        SetSynchronizationContext(previous);
    }

    private void RunContinuation(Continuation continuation, SynchronizationContext? previous)
    {
        SetSynchronizationContext(this);
        try
        {
            continuation.Callback!(continuation.State);
        }
        catch (Exception error)
        {
            // An async void method of the grain; anything else carries its exception in a task.
            HostLog.UnobservedFailure(grainClass.Host.Log, GrainId.ToString(), error);
        }

        SetSynchronizationContext(previous);
    }

    /// <summary>False when the turn was given up: nothing is left to do.</summary>
    private bool RunRequest(Request request, SynchronizationContext? previous, bool pooled)
    {
        SetSynchronizationContext(this);
        if (request.IsCall) _lastUsed = grainClass.Host.Tick;
        var done = request.Run(this);
        SetSynchronizationContext(previous);
        if (!done.IsCompleted)
        {
            request.SettleLater(this, done);
            return true;
        }

        if (!done.IsCompletedSuccessfully) Inspect(done);
        var more = false;
        lock (this)
        {
            if (_state != Dead)
            {
                _mailbox!.RequestActive = false;
                _caller = null;
                _mailbox.TurnTaken = false;
                more = TryClaimTurn(_mailbox);
            }
        }

        // Whoever waited goes on: in line where this thread is the caller's own, elsewhere where it is the pool's.
        SetSynchronizationContext(pooled ? this : null);
        request.Settle(done);
        SetSynchronizationContext(previous);
        return more;
    }

    /// <summary>A caller's thread serves its own requests only; those of others must not hold it up.</summary>
    private bool MayRun(Mailbox mailbox, int turns, bool pooled) =>
        grainClass.Host.Inline
        || (turns < MaxTurnsInARow && (pooled || mailbox.NextIsFrom(Environment.CurrentManagedThreadId)));

    private void SchedulePump()
    {
        if (grainClass.Host.Inline) Pump(pooled: false);
        else ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Under the lock, not dead: what there is to wait in.</summary>
    private Mailbox Inflate()
    {
        if (_mailbox is not null) return _mailbox;
        var running = Interlocked.Exchange(ref _state, Busy) == Running;
        return _mailbox = new Mailbox { TurnTaken = running, RequestActive = running };
    }

    /// <summary>Under the lock: takes the turn if it is free and something may run; folds the mailbox away when all is quiet.</summary>
    private bool TryClaimTurn(Mailbox mailbox)
    {
        if (mailbox.TurnTaken) return false;
        if (mailbox.HasRunnable)
        {
            mailbox.TurnTaken = true;
            return true;
        }

        if (mailbox.IsQuiet)
        {
            _mailbox = null;
            Volatile.Write(ref _state, Idle);
        }

        return false;
    }
}
