namespace Tegument.Silo.Hosting;

/// <summary><see cref="QueuedCall{TCall, TResult}"/> for methods without a result.</summary>
internal sealed class QueuedCall<TCall>(TCall call) : Request
    where TCall : struct, IGrainCall<Task>
{
    private readonly TaskCompletionSource _result = new();
    private TCall _call = call;

    internal Task Result => _result.Task;

    internal override bool IsCall => true;

    internal override Task Run(Activation activation) => GrainTask.Tell(ref _call, activation.Instance);

    internal override void Settle(Task done)
    {
        if (done.IsCompletedSuccessfully) _result.SetResult();
        else if (done.IsCanceled) _result.SetCanceled();
        else _result.SetException(done.Exception!.InnerExceptions);
    }

    internal override void Refuse(Exception reason) => _result.SetException(reason);

    internal override void Redispatch(GrainClass grainClass, string key) => grainClass.Dispatch(key, this);
}
