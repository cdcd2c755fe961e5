namespace Tegument.Silo.Hosting;

/// <summary>A call of a method that returns a value task, as one that returns a task: for when it has to wait.</summary>
internal struct ValueTaskCall<TCall, TResult>(TCall call) : IGrainCall<Task<TResult>>
    where TCall : struct, IGrainCall<ValueTask<TResult>>
{
    private TCall _call = call;

    public Task<TResult> Invoke(object target) => _call.Invoke(target).AsTask();
}
