using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// Read-only connections, lent for one synchronous read each. Readers see every commit that was durable before they began and never wait
/// for the writer. Up to <see cref="Kept"/> are kept open; more are opened while more threads read at once.
/// </summary>
internal sealed class SqliteReaders(Func<SqliteConnection> open) : IDisposable
{
    private const int Kept = 8;

    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private volatile bool _closed;

    public T Read<T>(Func<SqliteSession, T> work)
    {
        if (_closed) throw new StorageException(StorageFault.Closed, "the silo is stopping");
        SqliteSession? session = null;
        try
        {
            if (!_idle.TryTake(out session)) session = new SqliteSession(open());
            return work(session);
        }
        catch (SqliteException e)
        {
            throw StorageException.Of(e);
        }
        finally
        {
            if (session is not null) Return(session);
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var session)) session.Dispose();
    }

    private void Return(SqliteSession session)
    {
        if (_closed || _idle.Count >= Kept) session.Dispose();
        else _idle.Add(session);
    }
}
