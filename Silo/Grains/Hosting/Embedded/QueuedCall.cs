namespace Tegument.Silo.Hosting;

/// <summary>A call that had to wait, and the task its caller holds meanwhile.</summary>
internal sealed class QueuedCall<TCall, TResult>(TCall call) : Request
    where TCall : struct, IGrainCall<Task<TResult>>
{
    // Continuations may run inline: where that would hold up an activation, its context already prevents it.
    private readonly TaskCompletionSource<TResult> _result = new();
    private TCall _call = call;

    internal Task<TResult> Result => _result.Task;

    internal override bool IsCall => true;

    internal override Task Run(Activation activation) => GrainTask.Ask<TCall, TResult>(ref _call, activation.Instance);

    internal override void Settle(Task done)
    {
        if (done.IsCompletedSuccessfully) _result.SetResult(((Task<TResult>)done).Result);
        else if (done.IsCanceled) _result.SetCanceled();
        else _result.SetException(done.Exception!.InnerExceptions);
    }

    internal override void Refuse(Exception reason) => _result.SetException(reason);

    internal override void Redispatch(GrainClass grainClass, string key) => grainClass.Dispatch(key, this);
}
