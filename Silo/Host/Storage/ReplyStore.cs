namespace Tegument.Silo.Host.Storage;

/// <summary>
/// The replies to keyed writes, for a day: at most <see cref="MaxPerToken"/> of a token and <see cref="MaxReplies"/> in all, the oldest
/// are forgotten first. Safe on any thread.
/// </summary>
public sealed class ReplyStore(SqliteDatabase database, TimeProvider time)
{
    public const int MaxPerToken = 2_000;
    public const int MaxReplies = 20_000;

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    public KeptReply? Find(string token, string key)
    {
        var oldest = (time.GetUtcNow() - Lifetime).UtcTicks;
        return database.Read(session =>
        {
            using var row = session.Bind("SELECT request, status, content_type, reply FROM idempotency WHERE token = $1 AND key = $2 AND at >= $3", token, key, oldest).ExecuteReader();
            return row.Read()
                ? new KeptReply(row.GetFieldValue<byte[]>(0), row.GetInt32(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3))
                : null;
        });
    }

    /// <summary>Durable when it completes.</summary>
    public Task Keep(string token, string key, KeptReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var now = time.GetUtcNow();
        return database.Write(session =>
        {
            session.Execute("DELETE FROM idempotency WHERE at < $1 OR (token = $2 AND key = $3)", (now - Lifetime).UtcTicks, token, key);
            session.Execute(
                "INSERT INTO idempotency (token, key, request, status, content_type, reply, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                token, key, reply.Request, reply.Status, reply.ContentType, reply.Body, now.UtcTicks);
            session.Execute(
                "DELETE FROM idempotency WHERE token = $1 AND id <= (SELECT id FROM idempotency WHERE token = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
                token, MaxPerToken);
            return session.Execute("DELETE FROM idempotency WHERE id <= (SELECT max(id) FROM idempotency) - $1", MaxReplies);
        });
    }
}
