namespace Tegument.Silo.Hosting;

/// <summary>Invokes a grain so that every outcome is a task: an exception thrown before the first await, or a null task, fails it.</summary>
internal static class GrainTask
{
    internal static Task<TResult> Ask<TCall, TResult>(ref TCall call, object grain)
        where TCall : struct, IGrainCall<Task<TResult>>
    {
        try
        {
            return call.Invoke(grain) ?? Task.FromException<TResult>(NoTask(grain));
        }
        catch (Exception error)
        {
            return Task.FromException<TResult>(error);
        }
    }

    internal static Task Tell<TCall>(ref TCall call, object grain)
        where TCall : struct, IGrainCall<Task>
    {
        try
        {
            return call.Invoke(grain) ?? Task.FromException(NoTask(grain));
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }

    private static InvalidOperationException NoTask(object grain) => new($"{grain.GetType().Name} returned null in place of a task.");
}
