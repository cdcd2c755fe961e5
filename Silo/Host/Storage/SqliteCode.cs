namespace Tegument.Silo.Host.Storage;

/// <summary>The SQLite result codes that we tell apart (sqlite.org/rescode.html).</summary>
internal static class SqliteCode
{
    public const int Busy = 5;
    public const int Locked = 6;
    public const int ReadOnly = 8;
    public const int IoError = 10;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int CannotOpen = 14;
    public const int Constraint = 19;
    public const int NotADatabase = 26;
}
