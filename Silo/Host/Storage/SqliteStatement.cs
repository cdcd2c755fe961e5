using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// A prepared statement for many rows in a row: values go to SQLite as they are, where a command makes an object of each and several of each
/// call. Bound from the first parameter on, once per row, then run. Used by one thread at a time; owned by its session.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    /// <summary>Bytes of a text that is encoded on the stack.</summary>
    private const int ShortText = 256;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new ArgumentException("the connection is closed", nameof(connection));
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    public SqliteStatement Add(long value) => Checked(raw.sqlite3_bind_int64(_statement, ++_bound, value));

    public SqliteStatement Add(long? value) => value is { } known ? Add(known) : AddNull();

    public SqliteStatement AddNull() => Checked(raw.sqlite3_bind_null(_statement, ++_bound));

    // SQLite takes a copy; of nothing the provider makes a null, here and below.
    public SqliteStatement Add(ReadOnlySpan<byte> blob) =>
        Checked(blob.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, ++_bound, 0) : raw.sqlite3_bind_blob(_statement, ++_bound, blob));

    public SqliteStatement Add(string? text)
    {
        if (text is null) return AddNull();
        if (text.Length == 0) return Checked(raw.sqlite3_bind_text(_statement, ++_bound, text));
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= ShortText ? stackalloc byte[most] : new byte[most];
        return Checked(raw.sqlite3_bind_text(_statement, ++_bound, bytes[..Encoding.UTF8.GetBytes(text, bytes)]));
    }

    /// <summary>Runs with what was bound; the next row binds anew.</summary>
    /// <exception cref="SqliteException">The row was not taken; the statement may be used again.</exception>
    public void Execute()
    {
        _bound = 0;
        var answer = raw.sqlite3_step(_statement);
        var ended = raw.sqlite3_reset(_statement);
        if (answer is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) SqliteException.ThrowExceptionForRC(ended, _database);
    }

    public void Dispose() => _statement.Dispose();

    private SqliteStatement Checked(int answer)
    {
        if (answer == raw.SQLITE_OK) return this;
        _bound = 0;
        SqliteException.ThrowExceptionForRC(answer, _database);
        return this;
    }
}
