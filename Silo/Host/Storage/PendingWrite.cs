namespace Tegument.Silo.Host.Storage;

/// <summary>A change on its way to the disk. Run and completed by the writer thread; awaited by whoever made it.</summary>
internal abstract class PendingWrite
{
    protected Exception? Failure { get; private set; }

    /// <summary>Inside the group's transaction.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>After the commit, or after the failure that kept it from happening.</summary>
    public abstract void Complete();

    /// <summary>The first failure stands.</summary>
    public void Fail(Exception e) => Failure ??= e;
}

/// <inheritdoc/>
internal sealed class PendingWrite<T>(Func<SqliteSession, T> work) : PendingWrite
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Done => _done.Task;

    public override void Run(SqliteSession session) => _result = work(session);

    public override void Complete()
    {
        if (Failure is { } failure) _done.SetException(failure);
        else _done.SetResult(_result!);
    }
}
