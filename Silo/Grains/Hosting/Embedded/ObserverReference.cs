using Orleans.Runtime;

namespace Tegument.Silo.Hosting;

/// <summary>
/// Base of the reference types emitted per observer interface. Holds the observer weakly, as the model has it: whoever observes keeps the
/// object alive. Calls run at once on the caller's thread; one that cannot reach its object fails, and so the observer is dropped.
/// </summary>
internal abstract class ObserverReference(object target) : IAddressable
{
    private readonly WeakReference<object> _target = new(target);
    private volatile bool _deleted;

    internal void Delete() => _deleted = true;

    internal Task<TResult> Ask<TCall, TResult>(ref TCall call)
        where TCall : struct, IGrainCall<Task<TResult>> =>
        Target is { } target ? GrainTask.Ask<TCall, TResult>(ref call, target) : Task.FromException<TResult>(Gone());

    internal Task Tell<TCall>(ref TCall call)
        where TCall : struct, IGrainCall<Task> =>
        Target is { } target ? GrainTask.Tell(ref call, target) : Task.FromException(Gone());

    internal ValueTask<TResult> AskValue<TCall, TResult>(ref TCall call)
        where TCall : struct, IGrainCall<ValueTask<TResult>> =>
        Target is { } target ? call.Invoke(target) : ValueTask.FromException<TResult>(Gone());

    internal ValueTask TellValue<TCall>(ref TCall call)
        where TCall : struct, IGrainCall<ValueTask> =>
        Target is { } target ? call.Invoke(target) : ValueTask.FromException(Gone());

    /// <summary>
    /// A one-way call. The grain waits for nothing the observer does with it, so calls the observer makes are not part of the grain's call
    /// chain: one back to the grain runs once the grain's turn has ended.
    /// </summary>
    internal void Send<TCall>(ref TCall call)
        where TCall : struct, IGrainCall<bool>
    {
        var target = Target ?? throw Gone();
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            call.Invoke(target);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }
    }

    private object? Target => !_deleted && _target.TryGetTarget(out var target) ? target : null;

    private OrleansException Gone() => new($"The observer behind {GetType().Name} is gone: {(_deleted ? "deleted" : "nobody keeps it alive")}.");
}
