using Microsoft.Data.Sqlite;

namespace Tegument.Silo.Host.Storage;

/// <summary>A change that was not stored, or a database that cannot be used. The message is one line for people. Nothing is half-applied.</summary>
public sealed class StorageException : Exception
{
    public StorageException()
    {
    }

    public StorageException(string message)
        : base(message)
    {
    }

    public StorageException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public StorageException(StorageFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    public StorageFault Fault { get; }

    /// <summary>Names what SQLite's primary result code means to an operator (sqlite.org/rescode.html).</summary>
    internal static StorageException Of(SqliteException e) => e.SqliteErrorCode switch
    {
        SqliteCode.Full => new StorageException(StorageFault.DiskFull, "the disk is full; free some space", e),
        SqliteCode.ReadOnly or SqliteCode.CannotOpen => new StorageException(StorageFault.ReadOnly, "the database cannot be written", e),
        SqliteCode.Corrupt or SqliteCode.NotADatabase => new StorageException(StorageFault.Corrupt, "the database is damaged; restore a backup", e),
        SqliteCode.Busy or SqliteCode.Locked => new StorageException(StorageFault.Overloaded, "another program holds the database", e),
        _ => new StorageException(StorageFault.IoError, $"the database reports: {e.Message.ReplaceLineEndings(" ")}", e),
    };
}
