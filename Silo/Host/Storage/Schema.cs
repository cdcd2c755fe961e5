using System.Globalization;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// The numbered migrations (Storage/Migrations/NNNN-name.sql) and what has run of them. Each runs once, in one transaction with its mark.
/// A file is never edited once released; a change is a new number.
/// </summary>
internal static class Schema
{
    private static readonly (int Version, string Name, string Sql)[] Migrations = Read();

    public static int Newest => Migrations[^1].Version;

    /// <summary>Reads only: refuses what is not ours or newer than we are, leaving the file as it is.</summary>
    public static void Check(SqliteConnection connection, string path)
    {
        var tables = connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master");
        if (tables == 0) return;
        if (connection.ExecuteScalar<long>("PRAGMA application_id") != SqliteDatabase.ApplicationId)
            throw new StorageException(StorageFault.Unusable, $"{path} is another program's database; name another data directory");
        var version = Version(connection);
        if (version > Newest)
            throw new StorageException(StorageFault.Unusable, $"{path} was written by a newer version (schema {version}, this one knows {Newest}); update Tegument");
    }

    public static void Migrate(SqliteConnection connection)
    {
        using (var transaction = connection.BeginTransaction())
        {
            connection.Execute($"PRAGMA application_id = {SqliteDatabase.ApplicationId}", transaction: transaction);
            connection.Execute(
                "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL)",
                transaction: transaction);
            transaction.Commit();
        }

        var applied = connection.Query<long>("SELECT version FROM schema_version").ToHashSet();
        foreach (var migration in Migrations)
        {
            if (!applied.Contains(migration.Version)) Apply(connection, migration);
        }
    }

    private static void Apply(SqliteConnection connection, (int Version, string Name, string Sql) migration)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute(migration.Sql, transaction: transaction);
        connection.Execute(
            "INSERT INTO schema_version VALUES (@Version, @Name, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
            new { migration.Version, migration.Name },
            transaction);
        transaction.Commit();
    }

    private static long Version(SqliteConnection connection) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'") == 0
            ? 0
            : connection.ExecuteScalar<long?>("SELECT max(version) FROM schema_version") ?? 0;

    private static (int Version, string Name, string Sql)[] Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name[5..^4], Text(assembly, name)))
            .OrderBy(migration => migration.Item1)];
    }

    private static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
