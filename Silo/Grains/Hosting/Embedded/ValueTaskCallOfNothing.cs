namespace Tegument.Silo.Hosting;

/// <summary><see cref="ValueTaskCall{TCall, TResult}"/> for methods without a result.</summary>
internal struct ValueTaskCall<TCall>(TCall call) : IGrainCall<Task>
    where TCall : struct, IGrainCall<ValueTask>
{
    private TCall _call = call;

    public Task Invoke(object target) => _call.Invoke(target).AsTask();
}
