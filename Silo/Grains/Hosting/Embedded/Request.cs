namespace Tegument.Silo.Hosting;

/// <summary>What waits for an activation: a call, a timer's tick, or the activation's own end. Used once, but for ticks.</summary>
internal abstract class Request
{
    private Activation? _activation;

    /// <summary>The activation whose turn made the call; null for calls from outside.</summary>
    internal Activation? Caller { get; private set; }

    /// <summary>The thread that queued it. It may run the request itself once the activation is free.</summary>
    internal int Thread { get; private set; }

    /// <summary>Calls are bounded in number and keep their activation in use; the host's own requests do neither.</summary>
    internal abstract bool IsCall { get; }

    internal void Stamp(Activation? caller)
    {
        Caller = caller;
        Thread = Environment.CurrentManagedThreadId;
    }

    /// <summary>Runs in the activation's turn. Never throws: a failure is a failed task.</summary>
    internal abstract Task Run(Activation activation);

    /// <summary>Tells whoever waits. Outside of any lock; the activation may already serve the next.</summary>
    internal abstract void Settle(Task done);

    /// <summary>It will not run.</summary>
    internal abstract void Refuse(Exception reason);

    /// <summary>Its activation ended before its turn came.</summary>
    internal abstract void Redispatch(GrainClass grainClass, string key);

    /// <summary>Settles once the task has ended, which may be at once.</summary>
    internal void SettleLater(Activation activation, Task pending)
    {
        _activation = activation;
        pending.ContinueWith(
            static (done, self) => ((Request)self!).Ended(done), this, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Ended(Task done)
    {
        _activation!.RequestEnded(done);
        Settle(done);
    }
}
