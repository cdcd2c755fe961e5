using Microsoft.Data.Sqlite;
using Tegument.Contracts.Api;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// The silo's database: one file in the data directory, WAL, every commit synced. One silo at a time holds it. Safe on any thread.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    public const string FileName = "tegument.db";

    /// <summary>"TGMT" in the file's header says that the file is ours (sqlite.org/fileformat.html#application_id).</summary>
    internal const int ApplicationId = 0x5447_4D54;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly string[] Pragmas = ["journal_mode = WAL", "synchronous = FULL", "journal_size_limit = 67108864"];

    private readonly FileStream _claim;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly StorageHealth _health = new();

    private SqliteDatabase(FileStream claim, SqliteConnection connection, string path)
    {
        _claim = claim;
        _writer = new SqliteWriter(new SqliteSession(connection), _health);
        _readers = new SqliteReaders(() => Connect(path, SqliteOpenMode.ReadOnly));
        StateRows = new StateRows(add => Read(session => EachStateRow(session, add)));
    }

    internal StateRows StateRows { get; }

    /// <summary>Opens or makes the database and brings its schema up to date.</summary>
    /// <exception cref="StorageException">It cannot be used; the file is as it was.</exception>
    public static SqliteDatabase Open(string directory)
    {
        SystemSqlite.Bind();
        var path = Path.Combine(directory, FileName);
        var claim = Claim(directory);
        SqliteConnection? connection = null;
        try
        {
            if (File.Exists(path)) CheckHeader(path);
            else CreatePrivate(path);
            connection = Connect(path, SqliteOpenMode.ReadWrite);
            Schema.Check(connection, path);
            foreach (var pragma in Pragmas) Run(connection, $"PRAGMA {pragma}");
            Schema.Migrate(connection);
            return new SqliteDatabase(claim, connection, path);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            claim.Dispose();
            if (e is SqliteException sqlite) throw Unusable(path, sqlite);
            if (e is IOException or UnauthorizedAccessException) throw new StorageException(StorageFault.Unusable, $"{path}: {e.Message}", e);
            throw;
        }
    }

    public StorageReport Report() => _health.Report();

    /// <summary>Completes when the work's changes are durable; fails with none of them stored. The work may run on any thread, once.</summary>
    public Task<T> Write<T>(Func<SqliteSession, T> work) => _writer.Write(work);

    public T Read<T>(Func<SqliteSession, T> work) => _readers.Read(work);

    /// <summary>Commits what is queued and folds the log into the file.</summary>
    public void Dispose()
    {
        _readers.Dispose();
        _writer.Dispose();
        _claim.Dispose();
    }

    // The kernel drops the lock with the process, however it ends.
    private static FileStream Claim(string directory)
    {
        var path = Path.Combine(directory, "silo.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new StorageException(StorageFault.Unusable, $"{directory} is in use by another silo", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StorageException(StorageFault.Unusable, $"{directory} cannot be written", e);
        }
    }

    // SQLite itself takes a file of one byte for an empty one (a work-around of its own) and would write over it.
    private static void CheckHeader(string path)
    {
        Span<byte> header = stackalloc byte[16];
        using var stream = File.OpenRead(path);
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read > 0 && !header[..read].SequenceEqual("SQLite format 3\0"u8)) throw NotADatabase(path, null);
    }

    // Made before SQLite opens it: the log and its index get the mode of the file.
    private static void CreatePrivate(string path)
    {
        using var _ = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private });
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5 };
        var connection = new SqliteConnection(text.ToString());
        connection.Open();
        Run(connection, "PRAGMA busy_timeout = 5000");
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static int EachStateRow(SqliteSession session, Action<string, string, string> take)
    {
        using var row = session.Bind("SELECT grain_type, state_name, grain_key FROM grain_state").ExecuteReader();
        var rows = 0;
        for (; row.Read(); rows++) take(row.GetString(0), row.GetString(1), row.GetString(2));
        return rows;
    }

    private static StorageException Unusable(string path, SqliteException e) => e.SqliteErrorCode == SqliteCode.NotADatabase
        ? NotADatabase(path, e)
        : new StorageException(StorageFault.Unusable, $"{path}: {StorageException.Of(e).Message}", e);

    private static StorageException NotADatabase(string path, Exception? e) =>
        new(StorageFault.Unusable, $"{path} is not a database; move it away and start again", e);
}
