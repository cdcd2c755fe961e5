using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tegument.Silo.Host.Storage;

/// <summary>One connection and its prepared statements. Used by one thread at a time.</summary>
public sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteStatement> _many = new(StringComparer.Ordinal);

    internal SqliteSession(SqliteConnection connection) => Connection = connection;

    public SqliteConnection Connection { get; }

    /// <summary>Rows changed since the connection was opened, those of failed transactions included.</summary>
    internal int RowsChanged => raw.sqlite3_total_changes(Connection.Handle);

    /// <summary>The statement, prepared once per session; parameters are $1, $2 and so on, in the order of the values.</summary>
    public SqliteCommand Bind(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_statements.TryGetValue(sql, out var statement)) _statements[sql] = statement = Prepare(sql, values.Length);
        for (var i = 0; i < values.Length; i++) statement.Parameters[i].Value = values[i] ?? DBNull.Value;
        return statement;
    }

    /// <summary>Runs a statement and answers how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>The statement for many rows in a row, prepared once per session.</summary>
    internal SqliteStatement Many(string sql)
    {
        if (!_many.TryGetValue(sql, out var statement)) _many[sql] = statement = new SqliteStatement(Connection, sql);
        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        foreach (var statement in _many.Values) statement.Dispose();
        Connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, int count)
    {
        var statement = Connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of ours; what comes from outside are parameters.
        statement.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= count; i++) statement.Parameters.Add(new SqliteParameter($"${i}", null));
        return statement;
    }
}
