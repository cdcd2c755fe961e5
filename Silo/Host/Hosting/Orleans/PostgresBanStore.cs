using System.Data.Common;
using Dapper;
using Npgsql;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Silo.Bans;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Hosting;

/// <summary>
/// The ledgers' bans in the fleet's database. A change that is not newer than what is stored is refused whole: during a partition two
/// activations of one ledger may live for a while, and only one of them may go on.
/// </summary>
public sealed class PostgresBanStore(NpgsqlDataSource source) : IBanStore
{
    private const string Active =
        "SELECT prefix, origin, actor, reason, created, expires, score, revision FROM tegument_bans WHERE shard = @shard AND expires > @now";

    private const string Upsert = """
        INSERT INTO tegument_bans (shard, prefix, origin, actor, reason, created, expires, score, revision)
        SELECT @shard, b.* FROM unnest(@prefixes, @origins, @actors, @reasons, @created, @expires, @scores, @revisions) AS b
        ON CONFLICT (shard, prefix, origin) DO UPDATE SET
            (actor, reason, created, expires, score, revision) =
            (excluded.actor, excluded.reason, excluded.created, excluded.expires, excluded.score, excluded.revision)
        """;

    private const string Remove =
        "DELETE FROM tegument_bans USING unnest(@prefixes, @origins) AS l (p, o) WHERE shard = @shard AND prefix = l.p AND origin = l.o";

    private const string Move =
        "UPDATE tegument_ledgers SET revision = @revision WHERE shard = @shard AND ledger = @ledger AND revision < @revision";

    public async Task<LedgerPosition> Load(int shard, DateTimeOffset now, Action<Ban> take)
    {
        ArgumentNullException.ThrowIfNull(take);
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            await PostgresSchema.Prepare(connection);
            await connection.ExecuteAsync(
                "INSERT INTO tegument_ledgers VALUES (@shard, @ledger, 0) ON CONFLICT DO NOTHING", new { shard, ledger = Guid.NewGuid().ToString("N") });

            // One view of both tables: a revision without its bans, or bans without their revision, must not be seen.
            await using var view = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
            var (ledger, revision) = await connection.QuerySingleAsync<(string, long)>(
                "SELECT ledger, revision FROM tegument_ledgers WHERE shard = @shard", new { shard }, view);
            await using var rows = await connection.ExecuteReaderAsync(Active, new { shard, now = now.UtcTicks }, view);
            while (await rows.ReadAsync()) take(Row(rows));
            return new LedgerPosition(ledger, shard, revision);
        }
        catch (NpgsqlException e)
        {
            throw Failed(e);
        }
    }

    public async Task Append(LedgerPosition after, IReadOnlyList<BanStoreChange> changes)
    {
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(changes);

        // A statement may touch a row once only; of several changes to one ban the last is what stands.
        var last = new Dictionary<(IpPrefix, BanOrigin), BanStoreChange>(changes.Count);
        foreach (var change in changes) last[(change.Ban.Prefix, change.Ban.Origin)] = change;
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var moved = await connection.ExecuteAsync(Move, new { revision = after.Revision, shard = after.Shard, ledger = after.Ledger }, transaction);
            if (moved != 1) throw new StorageException(StorageFault.Corrupt, $"shard {after.Shard} moved on without this ledger");
            await Delete(connection, transaction, after.Shard, [.. last.Values.Where(change => change.Lifted).Select(change => change.Ban)]);
            await Insert(connection, transaction, after.Shard, [.. last.Values.Where(change => !change.Lifted).Select(change => change.Ban)]);
            await transaction.CommitAsync();
        }
        catch (NpgsqlException e)
        {
            throw Failed(e);
        }
    }

    public async Task Purge(int shard, DateTimeOffset ended)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            await connection.ExecuteAsync("DELETE FROM tegument_bans WHERE shard = @shard AND expires <= @ended", new { shard, ended = ended.UtcTicks });
        }
        catch (NpgsqlException e)
        {
            throw Failed(e);
        }
    }

    private static Task Insert(NpgsqlConnection connection, DbTransaction transaction, int shard, Ban[] bans) => bans.Length == 0
        ? Task.CompletedTask
        : connection.ExecuteAsync(
            Upsert,
            new
            {
                shard,
                prefixes = Array.ConvertAll(bans, ban => ban.Prefix.ToString()),
                origins = Array.ConvertAll(bans, ban => (short)ban.Origin),
                actors = Array.ConvertAll(bans, ban => ban.Actor),
                reasons = Array.ConvertAll(bans, ban => ban.Reason),
                created = Array.ConvertAll(bans, ban => ban.Created.UtcTicks),
                expires = Array.ConvertAll(bans, ban => ban.Expires.UtcTicks),
                scores = Array.ConvertAll(bans, ban => ban.Score),
                revisions = Array.ConvertAll(bans, ban => ban.Revision),
            },
            transaction);

    private static Task Delete(NpgsqlConnection connection, DbTransaction transaction, int shard, Ban[] bans) => bans.Length == 0
        ? Task.CompletedTask
        : connection.ExecuteAsync(
            Remove,
            new { shard, prefixes = Array.ConvertAll(bans, ban => ban.Prefix.ToString()), origins = Array.ConvertAll(bans, ban => (short)ban.Origin) },
            transaction);

    private static Ban Row(DbDataReader row) => new(
        IpPrefix.Parse(row.GetString(0)),
        (BanOrigin)row.GetInt16(1),
        row.GetString(2),
        row.GetString(3),
        new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero),
        new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero),
        row.GetDouble(6),
        row.GetInt64(7));

    private static StorageException Failed(NpgsqlException e) =>
        new(e.SqlState == PostgresErrorCodes.DiskFull ? StorageFault.DiskFull : StorageFault.IoError, $"PostgreSQL: {e.Message.ReplaceLineEndings(" ")}", e);
}
