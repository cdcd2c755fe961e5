using Microsoft.Data.Sqlite;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Silo.Bans;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// The ledgers' bans. Automatic bans leave their line in the audit log in the same commit; what people and programs ask for is audited where
/// they are known, in the gateway.
/// </summary>
public sealed class SqliteBanStore(SqliteDatabase database) : IBanStore
{
    private const string Origin = "silo";
    private const int MaxTexts = 65_536;

    public async Task<LedgerPosition> Load(int shard, DateTimeOffset now, Action<Ban> take)
    {
        var position = database.Read(session => PositionOf(session, shard)) ?? await database.Write(session => Begin(session, shard));
        database.Read(session => Each(session, shard, now, take));
        return position;
    }

    public Task Append(LedgerPosition after, IReadOnlyList<BanStoreChange> changes)
    {
        ArgumentNullException.ThrowIfNull(after);
        return database.Write(session =>
        {
            foreach (var change in changes) Store(session, after.Shard, change);
            return Move(session, after);
        });
    }

    public Task Purge(int shard, DateTimeOffset ended) =>
        database.Write(session => session.Execute("DELETE FROM bans WHERE shard = $1 AND expires <= $2", shard, ended.UtcTicks));

    private static LedgerPosition? PositionOf(SqliteSession session, int shard)
    {
        using var reader = session.Bind("SELECT ledger, revision FROM ledgers WHERE shard = $1", shard).ExecuteReader();
        return reader.Read() ? new LedgerPosition(reader.GetString(0), shard, reader.GetInt64(1)) : null;
    }

    private static LedgerPosition Begin(SqliteSession session, int shard)
    {
        var position = new LedgerPosition(Guid.NewGuid().ToString("N"), shard, 0);
        session.Execute("INSERT INTO ledgers VALUES ($1, $2, 0)", shard, position.Ledger);
        return position;
    }

    private static long Each(SqliteSession session, int shard, DateTimeOffset now, Action<Ban> take)
    {
        // The plus keeps the index on ends out of it: through it, each row of a million is a search of its own.
        const string Sql =
            "SELECT prefix, origin, actor, reason, created, expires, score, revision FROM bans WHERE shard = $1 AND +expires > $2";
        using var reader = session.Bind(Sql, shard, now.UtcTicks).ExecuteReader();
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var count = 0L;
        for (; reader.Read(); count++) take(Row(reader, texts));
        return count;
    }

    private static Ban Row(SqliteDataReader row, Dictionary<string, string> texts) => new(
        IpPrefix.Parse(row.GetString(0)),
        (BanOrigin)row.GetByte(1),
        Shared(row.GetString(2), texts),
        Shared(row.GetString(3), texts),
        new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero),
        new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero),
        row.GetDouble(6),
        row.GetInt64(7));

    /// <summary>A million bans have a few thousand reasons: one text for all that say the same.</summary>
    private static string Shared(string text, Dictionary<string, string> texts)
    {
        if (texts.TryGetValue(text, out var known)) return known;
        if (texts.Count < MaxTexts) texts.Add(text, text);
        return text;
    }

    private static void Store(SqliteSession session, int shard, BanStoreChange change)
    {
        var ban = change.Ban;
        if (change.Lifted)
        {
            session.Execute("DELETE FROM bans WHERE shard = $1 AND prefix = $2 AND origin = $3", shard, ban.Prefix.ToString(), (int)ban.Origin);
            return;
        }

        session.Execute(
            "INSERT OR REPLACE INTO bans (shard, prefix, origin, actor, reason, created, expires, score, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            shard, ban.Prefix.ToString(), (int)ban.Origin, ban.Actor, ban.Reason, ban.Created.UtcTicks, ban.Expires.UtcTicks, ban.Score, ban.Revision);
        if (ban.Origin == BanOrigin.Automatic) Audit(session, change);
    }

    private static void Audit(SqliteSession session, BanStoreChange change)
    {
        var after = FormattableString.Invariant($"until {change.Ban.Expires.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, score {change.Ban.Score:0.#}");
        AuditLog.Insert(session, new AuditRecord(change.Actor, Origin, "ban", change.Ban.Prefix.ToString(), change.Reason, AuditRecord.Done, null, after), change.At);
    }

    private static int Move(SqliteSession session, LedgerPosition after) =>
        session.Execute("UPDATE ledgers SET revision = $1 WHERE shard = $2 AND ledger = $3", after.Revision, after.Shard, after.Ledger) == 1
            ? 1
            : throw new StorageException(StorageFault.Corrupt, $"ledger {after.Ledger} of shard {after.Shard} is not the stored one");
}
