using Dapper;
using Npgsql;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Hosting;

/// <summary>Our tables in the fleet's database: numbered steps, each run once, by one silo at a time. A released step is never edited.</summary>
internal static class PostgresSchema
{
    private const long LockKey = 0x5447_4D54; // "TGMT": silos that start together take turns.

    private static readonly string[] Steps =
    [
        """
        CREATE TABLE tegument_ledgers (shard integer PRIMARY KEY, ledger text NOT NULL, revision bigint NOT NULL);
        CREATE TABLE tegument_bans (
            shard integer NOT NULL, prefix text NOT NULL, origin smallint NOT NULL, actor text NOT NULL, reason text NOT NULL,
            created bigint NOT NULL, expires bigint NOT NULL, score double precision NOT NULL, revision bigint NOT NULL,
            PRIMARY KEY (shard, prefix, origin));
        CREATE INDEX tegument_bans_by_end ON tegument_bans (shard, expires);
        COMMENT ON TABLE tegument_bans IS 'Times are ticks of 100 ns in UTC since year 1.';
        """,
    ];

    /// <exception cref="StorageException">The tables are newer than we are; nothing was changed.</exception>
    public static async Task Prepare(NpgsqlConnection connection)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@LockKey)", new { LockKey }, transaction);
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS tegument_schema (version integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())", transaction: transaction);
        var version = await connection.ExecuteScalarAsync<int?>("SELECT max(version) FROM tegument_schema", transaction: transaction) ?? 0;
        if (version > Steps.Length)
            throw new StorageException(StorageFault.Unusable, $"the fleet's database was written by a newer version (schema {version}, this one knows {Steps.Length}); update Tegument");
        for (var step = version; step < Steps.Length; step++)
        {
            await connection.ExecuteAsync(Steps[step], transaction: transaction);
            await connection.ExecuteAsync("INSERT INTO tegument_schema (version) VALUES (@number)", new { number = step + 1 }, transaction);
        }

        await transaction.CommitAsync();
    }
}
