using Orleans.Runtime;

namespace Tegument.Silo.Hosting;

/// <summary>
/// Base of the reference types emitted per grain interface. Each method packs its arguments into its call struct and hands it to one of the
/// methods here. A reference remembers the activation it was made for or last reached, so that a warm call looks nothing up; looked up when it is
/// made, many references wait for memory together.
/// </summary>
internal abstract class EmbeddedReference(GrainClass grainClass, string key) : GrainReference
{
    private Activation? _activation = grainClass.Find(key);

    public override GrainId GrainId => GrainId.Create(grainClass.GrainType, IdSpan.Create(key));

    internal Task<TResult> Ask<TCall, TResult>(ref TCall call)
        where TCall : struct, IGrainCall<Task<TResult>>
    {
        var activation = _activation;
        if (activation is null || !activation.TryEnter(out var previous))
        {
            activation = EnterSlowly(out previous, out var refusal);
            if (refusal is not null) return Task.FromException<TResult>(refusal);
            if (activation is null)
            {
                var queued = new QueuedCall<TCall, TResult>(call);
                Queue(queued);
                return queued.Result;
            }
        }

        var task = GrainTask.Ask<TCall, TResult>(ref call, activation.Instance);
        if (task.IsCompleted) activation.Exit(previous, task);
        else activation.ExitPending(previous, task);
        return task;
    }

    internal Task Tell<TCall>(ref TCall call)
        where TCall : struct, IGrainCall<Task>
    {
        var activation = _activation;
        if (activation is null || !activation.TryEnter(out var previous))
        {
            activation = EnterSlowly(out previous, out var refusal);
            if (refusal is not null) return Task.FromException(refusal);
            if (activation is null)
            {
                var queued = new QueuedCall<TCall>(call);
                Queue(queued);
                return queued.Result;
            }
        }

        var task = GrainTask.Tell(ref call, activation.Instance);
        if (task.IsCompleted) activation.Exit(previous, task);
        else activation.ExitPending(previous, task);
        return task;
    }

    internal ValueTask<TResult> AskValue<TCall, TResult>(ref TCall call)
        where TCall : struct, IGrainCall<ValueTask<TResult>>
    {
        var activation = _activation;
        if (activation is not null && activation.TryEnter(out var previous))
        {
            try
            {
                var answer = call.Invoke(activation.Instance);
                if (answer.IsCompletedSuccessfully) activation.Exit(previous);
                else answer = new ValueTask<TResult>(ExitWith(activation, previous, answer.AsTask()));
                return answer;
            }
            catch (Exception error)
            {
                return new ValueTask<TResult>(ExitWith(activation, previous, Task.FromException<TResult>(error)));
            }
        }

        var waiting = new ValueTaskCall<TCall, TResult>(call);
        return new ValueTask<TResult>(Ask<ValueTaskCall<TCall, TResult>, TResult>(ref waiting));
    }

    internal ValueTask TellValue<TCall>(ref TCall call)
        where TCall : struct, IGrainCall<ValueTask>
    {
        var activation = _activation;
        if (activation is not null && activation.TryEnter(out var previous))
        {
            try
            {
                var answer = call.Invoke(activation.Instance);
                if (answer.IsCompletedSuccessfully) activation.Exit(previous);
                else answer = new ValueTask(ExitWith(activation, previous, answer.AsTask()));
                return answer;
            }
            catch (Exception error)
            {
                return new ValueTask(ExitWith(activation, previous, Task.FromException(error)));
            }
        }

        var waiting = new ValueTaskCall<TCall>(call);
        return new ValueTask(Tell(ref waiting));
    }

    private static TTask ExitWith<TTask>(Activation activation, SynchronizationContext? previous, TTask task)
        where TTask : Task
    {
        if (task.IsCompleted) activation.Exit(previous, task);
        else activation.ExitPending(previous, task);
        return task;
    }

    /// <summary>Finds the activation or makes one, and takes it. Null without a refusal: it is taken, the call has to queue.</summary>
    private Activation? EnterSlowly(out SynchronizationContext? previous, out Exception? refusal)
    {
        refusal = null;
        while (true)
        {
            var activation = grainClass.Find(key);
            if (activation is not null)
            {
                _activation = activation;
                if (activation.TryEnter(out previous)) return activation;
                if (activation.IsDead) continue;
                if (activation.IsInCallChain()) refusal = new OrleansException(Reentrance());
                return null;
            }

            if (!grainClass.TryCreate(key, out activation, out refusal))
            {
                previous = null;
                if (refusal is null) continue;
                return null;
            }

            var start = activation.Start(out previous);
            if (start is { IsFaulted: true } or { IsCanceled: true })
            {
                refusal = GrainClass.Failure(start);
                return null;
            }

            _activation = activation;
            return start is null ? activation : null;
        }
    }

    private void Queue(Request request)
    {
        request.Stamp(SynchronizationContext.Current as Activation);
        grainClass.Dispatch(key, request);
    }

    private string Reentrance() =>
        $"The call to {GrainId} comes out of a call that this grain is serving: it would wait for itself for ever. "
        + "A grain that wants to go on later registers a timer.";
}
