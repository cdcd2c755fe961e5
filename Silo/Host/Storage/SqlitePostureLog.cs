using Microsoft.Data.Sqlite;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;
using Tegument.Silo.Posture;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// The posture's history in the data directory's database. What the qualia did is then audited; what people did is audited where they are
/// known, in the gateway.
/// </summary>
public sealed class SqlitePostureLog(SqliteDatabase database, AuditLog audit) : IPostureLog
{
    private const string Get =
        """
        SELECT version, began, level, mode, set_by, reason, set_at, planned,
               (SELECT began FROM posture_history WHERE version > p.version ORDER BY version LIMIT 1)
        FROM posture_history p WHERE version < $1 ORDER BY version DESC LIMIT $2
        """;

    public async Task Append(PostureSnapshot posture, DateTimeOffset from, PostureLevel? before)
    {
        ArgumentNullException.ThrowIfNull(posture);
        await database.Write(session => session.Execute(
            "INSERT OR REPLACE INTO posture_history (version, began, level, mode, set_by, reason, set_at, planned) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            posture.Version, from.UtcTicks, (int)posture.Level, (int)posture.Mode, posture.SetBy, posture.Reason, posture.SetAt.UtcTicks, posture.Until?.UtcTicks));
        if (posture.SetBy != PostureAdaptation.Actor || posture.SetAt != from) return;
        await audit.Append(new AuditRecord(
            PostureAdaptation.Actor, "silo", "posture", "fleet", posture.Reason, Before: before is { } level ? WireName.Of(level) : null, After: WireName.Of(posture.Level)));
    }

    public Task<PosturePeriod[]> Page(int limit, long before) => Task.FromResult(database.Read(session =>
    {
        var periods = new List<PosturePeriod>();
        using var row = session.Bind(Get, before, limit).ExecuteReader();
        while (row.Read()) periods.Add(Row(row));
        return periods.ToArray();
    }));

    private static PosturePeriod Row(SqliteDataReader row)
    {
        var posture = new PostureSnapshot(
            (PostureLevel)row.GetByte(2), row.GetInt64(0), row.GetString(4), row.GetString(5), Time(row, 6)!.Value, Time(row, 7), (PostureMode)row.GetByte(3));
        return new PosturePeriod(posture, Time(row, 1)!.Value, Time(row, 8));
    }

    private static DateTimeOffset? Time(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : new DateTimeOffset(row.GetInt64(column), TimeSpan.Zero);
}
