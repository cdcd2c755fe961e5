using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// The only writer of the database: one thread that commits what has gathered while the last commit was on its way to the disk. A task
/// completes after its commit is durable, or fails with nothing of it stored. The queue is bounded; whoever finds it full waits, and is
/// refused after <see cref="Patience"/>.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    public const int QueueLength = 16_384;
    private const int MaxGroup = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SqliteSession _session;
    private readonly StorageHealth _health;
    private readonly Thread _thread;
    private readonly Channel<PendingWrite> _queue = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true });

    public SqliteWriter(SqliteSession session, StorageHealth health)
    {
        _session = session;
        _health = health;
        _thread = new Thread(Run) { IsBackground = true, Name = "storage-writer" };
        _thread.Start();
    }

    public async Task<T> Write<T>(Func<SqliteSession, T> work)
    {
        var pending = new PendingWrite<T>(work);
        if (!_queue.Writer.TryWrite(pending)) await Enqueue(pending);
        return await pending.Done;
    }

    /// <summary>Commits what is queued, refuses what comes later, and closes the connection.</summary>
    public void Dispose()
    {
        if (!_queue.Writer.TryComplete()) return;
        _thread.Join();
        _session.Dispose();
    }

    private async Task Enqueue(PendingWrite pending)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _queue.Writer.WriteAsync(pending, patience.Token);
        }
        catch (OperationCanceledException e)
        {
            var overload = new StorageException(StorageFault.Overloaded, "the disk does not keep up with the changes", e);
            _health.Failed(overload, 1);
            throw overload;
        }
        catch (ChannelClosedException e)
        {
            throw new StorageException(StorageFault.Closed, "the silo is stopping", e);
        }
    }

    private void Run()
    {
        var group = new List<PendingWrite>(MaxGroup);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < MaxGroup && _queue.Reader.TryRead(out var pending)) group.Add(pending);
            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<PendingWrite> group)
    {
        try
        {
            var before = _session.RowsChanged;
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var pending in group) Apply(pending);
            _session.Execute("COMMIT");
            if (_session.RowsChanged != before) _health.Committed(group.Count); // A commit of nothing says nothing of the disk.
        }
        catch (SqliteException e)
        {
            Refuse(group, StorageException.Of(e));
            return;
        }
        catch (Exception e)
        {
            // The thread must outlive whatever this was: every later write depends on it.
            Refuse(group, new StorageException(StorageFault.IoError, e.Message, e));
            return;
        }

        foreach (var pending in group) pending.Complete();
    }

    // A work that fails by its own rules takes back its own changes only; one that hits the disk fails the group, whose transaction is lost.
    private void Apply(PendingWrite pending)
    {
        _session.Execute("SAVEPOINT one");
        try
        {
            pending.Run(_session);
        }
        catch (Exception e) when (e is not SqliteException { SqliteErrorCode: not SqliteCode.Constraint })
        {
            _session.Execute("ROLLBACK TO one");
            pending.Fail(e);
        }

        _session.Execute("RELEASE one");
    }

    private void Refuse(List<PendingWrite> group, StorageException e)
    {
        try
        {
            _session.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself already: that is what some errors do.
        }

        _health.Failed(e, group.Count);
        foreach (var pending in group)
        {
            pending.Fail(e);
            pending.Complete();
        }
    }
}
