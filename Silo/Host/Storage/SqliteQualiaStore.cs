using System.Text.Json;
using Microsoft.Data.Sqlite;
using Tegument.Contracts.Qualia;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Host.Storage;

/// <summary>The qualia's history in the data directory's database: written once a minute, bounded by age.</summary>
public sealed class SqliteQualiaStore(SqliteDatabase database) : IQualiaStore
{
    private const string Put =
        """
        INSERT OR REPLACE INTO qualia
        (step, at, seconds, pressure, temperature, pain, peak_pressure, peak_temperature, peak_pain, items, bans, packets, online, evidence, dropped)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """;

    private const string Get =
        """
        SELECT at, seconds, pressure, temperature, pain, peak_pressure, peak_temperature, peak_pain, items, bans, packets, online, evidence, dropped
        FROM qualia WHERE step = $1 AND at >= $2 ORDER BY at
        """;

    public Task Append(IReadOnlyList<QualiaStep> tens, IReadOnlyList<QualiaStep> minutes, DateTimeOffset now) => database.Write(session =>
    {
        foreach (var (seconds, steps) in new[] { (10, tens), (60, minutes) })
        {
            foreach (var step in steps) Insert(session, seconds, step);
            session.Execute("DELETE FROM qualia WHERE step = $1 AND at < $2", seconds, (now - QualiaQuery.KeptFor(seconds)).UtcTicks);
        }

        return 0;
    });

    public Task<QualiaStep[]> Read(int stepSeconds, DateTimeOffset since) => Task.FromResult(database.Read(session =>
    {
        var steps = new List<QualiaStep>();
        using var row = session.Bind(Get, stepSeconds, since.UtcTicks).ExecuteReader();
        while (row.Read()) steps.Add(Row(row));
        return steps.ToArray();
    }));

    private static void Insert(SqliteSession session, int seconds, QualiaStep step)
    {
        var p = step.Point;
        session.Execute(
            Put, seconds, p.At.UtcTicks, p.Seconds, p.Pressure, p.Temperature, p.Pain, p.PeakPressure, p.PeakTemperature, p.PeakPain,
            p.ItemsPerSecond, p.BansPerSecond, p.PacketsPerSecond, p.Online, JsonSerializer.Serialize(step.Evidence, StateJson.Options), p.DroppedPerSecond);
    }

    private static QualiaStep Row(SqliteDataReader row)
    {
        var point = new QualiaPoint(
            new DateTimeOffset(row.GetInt64(0), TimeSpan.Zero), row.GetInt32(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4), row.GetDouble(5),
            row.GetDouble(6), row.GetDouble(7), row.GetDouble(8), row.GetDouble(9), row.GetDouble(10), row.GetDouble(11), row.GetDouble(13));
        return new QualiaStep(point, JsonSerializer.Deserialize<EvidenceCount[]>(row.GetString(12), StateJson.Options) ?? []);
    }
}
