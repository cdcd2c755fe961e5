using System.Runtime.InteropServices;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Policy.Simulation;

namespace Tegument.Silo.Host.Recording;

/// <summary>Recorded evidence in the database: a ring by time and count. Safe on any thread.</summary>
public sealed class EvidenceStore(SqliteDatabase database)
{
    // One transaction of the one writer, which bans wait for as well: so it is short.
    private const int RowsPerWrite = 256;

    private const string Upsert =
        """
        INSERT INTO evidence VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        ON CONFLICT DO UPDATE SET at = excluded.at, count = max(count, excluded.count), ports = max(ports, excluded.ports),
            targets = max(targets, excluded.targets), first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen),
            verified = max(verified, excluded.verified), severity = max(severity, excluded.severity), began = coalesce(excluded.began, began),
            last_data = coalesce(excluded.last_data, last_data), network_began = coalesce(excluded.network_began, network_began),
            network_last = coalesce(excluded.network_last, network_last), sample = coalesce(excluded.sample, sample),
            top_ports = coalesce(excluded.top_ports, top_ports)
        """;

    private const string Select =
        """
        SELECT e.source, e.at, r.sensor, r.start, e.kind, e.technique, e.incident, e.count, e.ports, e.targets, e.first_seen, e.last_seen,
            e.verified, e.severity, e.began, e.last_data, e.network_began, e.network_last
        FROM evidence e JOIN evidence_runs r ON r.id = e.run WHERE e.at >= $1 ORDER BY e.source, e.minute
        """;

    private const string Delete =
        """
        DELETE FROM evidence WHERE (source, minute, run, kind, technique, incident) IN
            (SELECT source, minute, run, kind, technique, incident FROM evidence WHERE at < $1 ORDER BY at LIMIT $2)
        """;

    /// <summary>Sorts the rows: in the table's order, neighbours share its pages, and a part dirties a few in place of one each.</summary>
    internal async Task Write(KeyValuePair<RecordKey, RecordRow>[] rows)
    {
        Array.Sort(Array.ConvertAll(rows, row => row.Key.Source), rows);
        var runs = await database.Write(session => Runs(session, rows));
        for (ReadOnlyMemory<KeyValuePair<RecordKey, RecordRow>> rest = rows; !rest.IsEmpty;)
        {
            var part = rest[..Math.Min(RowsPerWrite, rest.Length)];
            rest = rest[part.Length..];
            await database.Write(session =>
            {
                var statement = session.Many(Upsert);
                foreach (var (key, row) in part.Span) Put(statement, runs[key.Run], key, row);
                return 0;
            });
        }
    }

    internal Task WritePosture(DateTimeOffset at, PostureLevel level) => database.Write(session =>
        session.Execute("INSERT OR REPLACE INTO evidence_postures VALUES ($1, $2)", at.UtcTicks, (int)level));

    /// <summary>Hands over what was recorded since a time, in the order of the sources. On the caller's thread; stops when told to.</summary>
    public void Read(DateTimeOffset since, Action<RecordedEvidence> take, CancellationToken cancel) => database.Read(session =>
    {
        using var row = session.Bind(Select, Begin(since)).ExecuteReader();
        while (row.Read())
        {
            cancel.ThrowIfCancellationRequested();
            var item = new EvidenceItem(
                IpKey.FromIPv6((byte[])row.GetValue(0)), (EvidenceKind)row.GetInt32(4), row.GetString(5), row.GetInt64(6), row.GetInt64(7), row.GetInt32(8),
                row.GetInt32(9), Time(row.GetInt64(10)), Time(row.GetInt64(11)), row.GetInt64(12) != 0, (byte)row.GetInt32(13),
                row.IsDBNull(14) ? null : new Conversation(Time(row.GetInt64(14)), Time(row.GetInt64(15))), null,
                row.IsDBNull(16) ? null : new Conversation(Time(row.GetInt64(16)), Time(row.GetInt64(17))));
            take(new RecordedEvidence(Time(row.GetInt64(1)), row.GetString(2), row.GetString(3), item));
        }

        return 0;
    });

    /// <summary>The postures in force since a time, the first of them before it when there is one; the oldest known otherwise.</summary>
    public PostureStep[] Postures(DateTimeOffset since) => database.Read(session =>
    {
        const string Sql = "SELECT at, level FROM evidence_postures WHERE at >= coalesce((SELECT max(at) FROM evidence_postures WHERE at <= $1), 0) ORDER BY at";
        var steps = new List<PostureStep>();
        using var row = session.Bind(Sql, since.UtcTicks).ExecuteReader();
        while (row.Read()) steps.Add(new PostureStep(Time(row.GetInt64(0)), (PostureLevel)row.GetInt32(1)));
        return steps.ToArray();
    });

    /// <summary>The minute of the oldest row since a time; null when there is none.</summary>
    public DateTimeOffset? Oldest(DateTimeOffset since) => database.Read(session =>
        session.Bind("SELECT min(at) FROM evidence WHERE at >= $1", Begin(since)).ExecuteScalar() is long at ? Time(at - at % TimeSpan.TicksPerMinute) : (DateTimeOffset?)null);

    public long Count() => database.Read(session => (long)session.Bind("SELECT count(at) FROM evidence").ExecuteScalar()!);

    /// <summary>Forgets what is older, and of the oldest what is beyond the count. Answers how many rows went.</summary>
    public async Task<long> Trim(DateTimeOffset before, long most)
    {
        var forgotten = 0L;
        var excess = Count() - most;
        while (true)
        {
            // Beyond the count whatever is oldest, at last what is too old.
            var (end, limit) = excess > 0 ? (long.MaxValue, Math.Min(excess, RowsPerWrite)) : (Begin(before), RowsPerWrite);
            var gone = await database.Write(session => session.Execute(Delete, end, limit));
            if (gone == 0) break;
            forgotten += gone;
            excess -= gone;
        }

        if (forgotten > 0) await database.Write(session => Sweep(session, before));
        return forgotten;
    }

    private static int Sweep(SqliteSession session, DateTimeOffset before) =>
        session.Execute("DELETE FROM evidence_runs WHERE minute < $1", Recorded.Minute(before.UtcTicks))
        + session.Execute("DELETE FROM evidence_postures WHERE at < (SELECT max(at) FROM evidence_postures WHERE at <= $1)", before.UtcTicks);

    // Before any row that names them, and in a commit of their own: a run without rows is swept like others.
    private static Dictionary<RecordRun, long> Runs(SqliteSession session, KeyValuePair<RecordKey, RecordRow>[] rows)
    {
        var minutes = new Dictionary<RecordRun, long>();
        foreach (var (key, row) in rows)
        {
            ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(minutes, key.Run, out _);
            last = Math.Max(last, Recorded.Minute(row.At));
        }

        var ids = new Dictionary<RecordRun, long>();
        foreach (var (run, minute) in minutes)
        {
            session.Execute(
                "INSERT INTO evidence_runs (sensor, start, minute) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET minute = max(minute, excluded.minute)",
                run.Sensor, run.Start, minute);
            ids[run] = (long)session.Bind("SELECT id FROM evidence_runs WHERE sensor = $1 AND start = $2", run.Sensor, run.Start).ExecuteScalar()!;
        }

        return ids;
    }

    private static void Put(SqliteStatement statement, long run, in RecordKey key, in RecordRow row)
    {
        // In network order: they sort as the addresses do.
        Span<byte> source = stackalloc byte[16];
        Span<byte> ports = stackalloc byte[2 * EvidenceItem.MaxTopPorts];
        key.Source.WriteIPv6(source);
        statement.Add(source).Add(Recorded.Minute(row.At)).Add(run).Add((int)key.Kind).Add(key.Technique).Add(key.Incident)
            .Add(row.At).Add(row.Count).Add(row.Ports).Add(row.Targets).Add(row.FirstSeen).Add(row.LastSeen)
            .Add(row.Verified ? 1 : 0).Add(row.Severity)
            .Add(row.Talk?.Began.UtcTicks).Add(row.Talk?.LastData.UtcTicks).Add(row.NetworkTalk?.Began.UtcTicks).Add(row.NetworkTalk?.LastData.UtcTicks)
            .Add(row.Sample);
        (row.TopPorts is { } tops ? statement.Add(Recorded.Write(tops, ports)) : statement.AddNull()).Execute();
    }

    // Where its minute begins: rows are a minute's, and belong to all of it.
    private static long Begin(DateTimeOffset time) => time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMinute;

    private static DateTimeOffset Time(long ticks) => Recorded.Time(ticks);
}
