using Tegument.Contracts.Api;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// Who did what, why, from where. Append-only (the database refuses the rest), the newest million entries; durable before a call completes.
/// </summary>
public sealed class AuditLog(SqliteDatabase database, TimeProvider time)
{
    public const int MaxPage = 1000;
    private const int MaxText = 2000;

    /// <summary>Raised, on any thread, after an entry is durable.</summary>
    public event Action? Appended;

    public async Task Append(AuditRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var now = time.GetUtcNow();
        await database.Write(session => Insert(session, record, now));
        Appended?.Invoke();
    }

    /// <summary>Oldest first, newer than <paramref name="id"/>.</summary>
    public AuditEntry[] After(long id, int limit) => database.Read(session =>
    {
        const string Sql =
            "SELECT id, at, actor, source, action, subject, reason, outcome, before, after FROM audit WHERE id > $1 ORDER BY id LIMIT $2";
        return Entries(session, Sql, id, limit).ToArray();
    });

    /// <summary>Newest first, older than <paramref name="before"/>.</summary>
    public AuditList Page(int limit, long? before) => database.Read(session =>
    {
        const string Sql =
            "SELECT id, at, actor, source, action, subject, reason, outcome, before, after FROM audit WHERE id < $1 ORDER BY id DESC LIMIT $2";
        var entries = Entries(session, Sql, before ?? long.MaxValue, limit);
        return new AuditList([.. entries], entries.Count == limit ? entries[^1].Id : null);
    });

    private static List<AuditEntry> Entries(SqliteSession session, string sql, long id, int limit)
    {
        var entries = new List<AuditEntry>();
        using var row = session.Bind(sql, id, limit).ExecuteReader();
        while (row.Read())
        {
            entries.Add(new AuditEntry(
                row.GetInt64(0), new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero), row.GetString(2), row.GetString(3), row.GetString(4),
                row.GetString(5), row.GetString(6), row.GetString(7), row.IsDBNull(8) ? null : row.GetString(8), row.IsDBNull(9) ? null : row.GetString(9)));
        }

        return entries;
    }

    internal static int Insert(SqliteSession session, AuditRecord record, DateTimeOffset at) => session.Execute(
        "INSERT INTO audit (at, actor, source, action, subject, reason, outcome, before, after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        at.UtcTicks, Cut(record.Actor), Cut(record.From), record.Action, Cut(record.Subject), Cut(record.Reason), Cut(record.Outcome), Cut(record.Before), Cut(record.After));

    private static string? Cut(string? text) => text is { Length: > MaxText } ? text[..MaxText] : text;
}
