using Orleans;
using Orleans.Runtime;

namespace Tegument.Silo.Hosting;

/// <summary>
/// One living grain. It is its grain's context and, while the grain's code runs, that thread's synchronization context: what the grain
/// awaits comes back to it (<see cref="Post"/>), so that its code never runs on two threads at once.
/// </summary>
/// <remarks>
/// There may be a million of these: an idle one holds no queue, no lock object and no scope. A call that finds it idle takes it with one
/// interlocked operation and runs on the caller's thread; everything else goes through a <see cref="Mailbox"/> under the activation's lock.
/// State: Idle -> Running (one call, nothing waits) -> Idle; to Busy and back under the lock; Dead at the end and for ever.
/// </remarks>
internal sealed partial class Activation(GrainClass grainClass, string key) : SynchronizationContext, IGrainContext
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Busy = 2;
    private const int Dead = 3;

    private Grain? _grain;
    private Activation? _caller;
    private Mailbox? _mailbox;
    private GrainTimer? _timers;
    private TaskCompletionSource? _deactivated;
    private int _state = Running;
    private int _lastUsed = grainClass.Host.Tick;

    public GrainId GrainId => GrainId.Create(grainClass.GrainType, IdSpan.Create(key));

    public object? GrainInstance => _grain;

    public IServiceProvider ActivationServices => grainClass.Host.Services;

    public Task Deactivated
    {
        get
        {
            lock (this)
            {
                if (_state == Dead) return Task.CompletedTask;
                _deactivated ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _deactivated.Task;
            }
        }
    }

    internal string Key => key;

    /// <summary>The grain; there is one once the activation has started.</summary>
    internal Grain Instance => _grain!;

    internal bool IsDead => Volatile.Read(ref _state) == Dead;

    /// <summary>Takes the activation if nothing else has it. Whoever succeeds runs one call and leaves with what it got here.</summary>
    internal bool TryEnter(out SynchronizationContext? previous)
    {
        if (Interlocked.CompareExchange(ref _state, Running, Idle) != Idle)
        {
            previous = null;
            return false;
        }

        previous = Enter();
        return true;
    }

    /// <summary>Leaves after a call whose task has ended.</summary>
    internal void Exit(SynchronizationContext? previous, Task ended)
    {
        if (!ended.IsCompletedSuccessfully) Inspect(ended);
        Exit(previous);
    }

    /// <summary>Leaves after a call that has ended well.</summary>
    internal void Exit(SynchronizationContext? previous)
    {
        SetSynchronizationContext(previous);
        if (previous is Activation) _caller = null;
        if (Interlocked.CompareExchange(ref _state, Idle, Running) != Running && Leave(null)) Pump(pooled: false);
    }

    /// <summary>Leaves after a call that goes on; the activation serves no other until its task ends.</summary>
    internal void ExitPending(SynchronizationContext? previous, Task pending)
    {
        SetSynchronizationContext(previous);
        var pump = Leave(pending);
        pending.ContinueWith(
            static (done, self) => ((Activation)self!).RequestEnded(done), this, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (pump) Pump(pooled: false);
    }

    /// <summary>Whether a call made now by this thread would wait for itself: the chain of calls it belongs to holds the activation.</summary>
    internal bool IsInCallChain()
    {
        // A chain is as long as activations wait for one another; the bound only ends a walk that others change meanwhile.
        var activation = Current as Activation;
        for (var hops = 0; activation is not null && hops < 256; hops++, activation = activation._caller)
        {
            if (ReferenceEquals(activation, this)) return true;
        }

        return false;
    }

    private SynchronizationContext? Enter()
    {
        var previous = Current;
        if (previous is Activation caller) _caller = caller;
        SetSynchronizationContext(this);
        _lastUsed = grainClass.Host.Tick;
        return previous;
    }

    /// <summary>A state that someone else changed is stale for good: the next call reads it anew.</summary>
    private void Inspect(Task failed)
    {
        if (failed.Exception?.InnerException is not Orleans.Storage.InconsistentStateException { IsSourceActivation: true } stale) return;
        stale.IsSourceActivation = false;
        Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, stale, "The stored state was changed by another writer."));
    }
}
