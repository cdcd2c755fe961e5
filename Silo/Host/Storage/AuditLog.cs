using Microsoft.Data.Sqlite;
using Tegument.Contracts.Api;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// Who did what, why, from where. Append-only (the database refuses the rest) and chained by hashes, the newest million entries; durable
/// before a call completes.
/// </summary>
public sealed class AuditLog(SqliteDatabase database, TimeProvider time)
{
    public const int MaxPage = 1000;

    /// <summary>Older ones are forgotten, by the schema's own trigger.</summary>
    public const int MaxEntries = 1_000_000;

    /// <summary>Entries that one search looks at; what it has not found in them it goes on for with the next page.</summary>
    public const int ScanBudget = 100_000;

    private const int MaxText = 2000;
    private const string Columns = "id, at, actor, source, action, subject, reason, outcome, before, after, hash";

    private const string Filters =
        "($3 IS NULL OR instr(lower(actor), $3) > 0) AND ($4 IS NULL OR instr($4, ',' || action || ',') > 0) AND ($5 IS NULL OR subject = $5) AND " +
        "($6 IS NULL OR instr(lower(subject || char(10) || reason || char(10) || outcome || char(10) || ifnull(before, '') || char(10) || ifnull(after, '')), $6) > 0) AND " +
        "($7 IS NULL OR at >= $7) AND ($8 IS NULL OR at < $8)";

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
        var entries = new List<AuditEntry>();
        using var row = session.Bind($"SELECT {Columns} FROM audit WHERE id > $1 ORDER BY id LIMIT $2", id, limit).ExecuteReader();
        while (row.Read()) entries.Add(Entry(row));
        return entries.ToArray();
    });

    /// <summary>Newest first, older than <paramref name="before"/>.</summary>
    public AuditList Page(int limit, long? before) => Page(AuditSearch.All, limit, before);

    /// <summary>
    /// Newest first, older than <paramref name="before"/>. A page may be short, even empty, and name a next one: it has then looked at
    /// <see cref="ScanBudget"/> entries.
    /// </summary>
    public AuditList Page(AuditSearch search, int limit, long? before)
    {
        ArgumentNullException.ThrowIfNull(search);
        return database.Read(session =>
        {
            // An exact subject has an index of its own and needs no bound.
            var from = Math.Min(before ?? long.MaxValue, Last(session).Id + 1);
            var floor = search.Subject is not null ? 0 : from - ScanBudget;
            var entries = new List<AuditEntry>();
            var sql = $"SELECT {Columns} FROM audit WHERE id < $1 AND id >= $2 AND {Filters} ORDER BY id DESC LIMIT $9";
            using (var row = Bind(session, sql, from, floor, search, limit).ExecuteReader())
            {
                while (row.Read()) entries.Add(Entry(row));
            }

            var older = entries.Count == limit ? entries[^1].Id : floor;
            return new AuditList([.. entries], older > First(session) ? older : null);
        });
    }

    /// <summary>Oldest first, newer than <paramref name="after"/>: entries that match, and the number to go on after; null at the end.</summary>
    public (AuditEntry[] Entries, long? Next) Following(AuditSearch search, long after)
    {
        ArgumentNullException.ThrowIfNull(search);
        return database.Read(session =>
        {
            var from = Math.Max(after, First(session) - 1);
            var ceiling = from + MaxPage;
            var entries = new List<AuditEntry>();
            using (var row = Bind(session, $"SELECT {Columns} FROM audit WHERE id > $1 AND id <= $2 AND {Filters} ORDER BY id LIMIT $9", from, ceiling, search, MaxPage).ExecuteReader())
            {
                while (row.Read()) entries.Add(Entry(row));
            }

            return (entries.ToArray(), ceiling < Last(session).Id ? ceiling : (long?)null);
        });
    }

    /// <summary>Follows the chain through the whole log. Takes seconds for a million entries; reads beside everything else.</summary>
    /// <param name="known">An entry whose hash was kept elsewhere; null for none.</param>
    public AuditVerification Verify((long Id, string Hash)? known = null) => database.Read(session =>
    {
        var walk = new AuditWalk(known);
        using (var row = session.Bind($"SELECT {Columns} FROM audit ORDER BY id").ExecuteReader())
        {
            while (row.Read() && walk.Take(Entry(row)))
            {
            }
        }

        return walk.Result(Sequence(session));
    });

    /// <summary>By the one writer, inside its transaction.</summary>
    internal static int Insert(SqliteSession session, AuditRecord record, DateTimeOffset at)
    {
        var (id, before) = Last(session);

        // Numbers are never given twice: where the newest entries were removed, a gap remains.
        var entry = new AuditEntry(
            Math.Max(id, Sequence(session)) + 1, at.ToUniversalTime(), Cut(record.Actor)!, Cut(record.From)!, record.Action, Cut(record.Subject)!, Cut(record.Reason)!, Cut(record.Outcome)!, Cut(record.Before),
            Cut(record.After));
        return session.Execute(
            $"INSERT INTO audit ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            entry.Id, entry.At.UtcTicks, entry.Actor, entry.From, entry.Action, entry.Subject, entry.Reason, entry.Outcome, entry.Before, entry.After, AuditChain.HashOf(before, entry));
    }

    private static (long Id, byte[] Hash) Last(SqliteSession session)
    {
        using (var row = session.Bind("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").ExecuteReader())
        {
            if (row.Read()) return (row.GetInt64(0), row.IsDBNull(1) ? AuditChain.Root : row.GetFieldValue<byte[]>(1));
        }

        return (0, AuditChain.Root);
    }

    private static long Sequence(SqliteSession session)
    {
        using var row = session.Bind("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").ExecuteReader();
        return row.Read() ? row.GetInt64(0) : 0;
    }

    private static long First(SqliteSession session)
    {
        using var row = session.Bind("SELECT id FROM audit ORDER BY id LIMIT 1").ExecuteReader();
        return row.Read() ? row.GetInt64(0) : 0;
    }

    private static SqliteCommand Bind(SqliteSession session, string sql, long from, long to, AuditSearch search, int limit) => session.Bind(
        sql, from, to, search.Actor?.ToLowerInvariant(), search.Actions is { Length: > 0 } actions ? $",{string.Join(',', actions)}," : null, search.Subject,
        search.Text?.ToLowerInvariant(), search.Since?.UtcTicks, search.Until?.UtcTicks, limit);

    private static AuditEntry Entry(SqliteDataReader row) => new(
        row.GetInt64(0), new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero), row.GetString(2), row.GetString(3), row.GetString(4),
        row.GetString(5), row.GetString(6), row.GetString(7), row.IsDBNull(8) ? null : row.GetString(8), row.IsDBNull(9) ? null : row.GetString(9),
        row.IsDBNull(10) ? null : Convert.ToHexStringLower(row.GetFieldValue<byte[]>(10)));

    // A cut must not part a surrogate pair: half of one is stored as another character, and the chain would not hold.
    private static string? Cut(string? text)
    {
        if (text is null) return null;
        var cut = text.Length <= MaxText ? text : text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
        return cut.Contains('\0', StringComparison.Ordinal) ? cut.Replace('\0', '·') : cut;
    }
}
