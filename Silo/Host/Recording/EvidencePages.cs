using Microsoft.Data.Sqlite;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Evidence;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Recording;

/// <summary>
/// Lists recorded evidence, the latest told first, one row per incident: as it stood last within the time asked for. Work per page is bounded;
/// what it has not found by then it goes on for with the next page. Safe on any thread.
/// </summary>
public sealed class EvidencePages(SqliteDatabase database)
{
    public const int MaxPage = 1000;

    /// <summary>Rows that one page looks at.</summary>
    public const int ScanBudget = 50_000;

    /// <summary>A network with no more rows is read at once, however old they are.</summary>
    public const int NarrowRows = 5000;

    // Whether a row was told again later is looked up among its source's next rows: so many of them, and it counts as so many rows of work.
    private const int LaterRows = 256;
    private const int LaterCost = 25;

    private const string Keys = "SELECT at, source, run, kind, technique, incident FROM evidence ";

    private const string Older =
        Keys + "WHERE (at, source, minute, run, kind, technique, incident) < ($1, $2, $3, $4, $5, $6, $7) AND at >= $8 " +
        "ORDER BY at DESC, source DESC, minute DESC, run DESC, kind DESC, technique DESC, incident DESC";

    private const string Later =
        "SELECT EXISTS (SELECT 1 FROM (SELECT run, kind, technique, incident, at FROM evidence WHERE source = $1 AND minute > $2 ORDER BY minute LIMIT $3) " +
        "WHERE run = $4 AND kind = $5 AND technique = $6 AND incident = $7 AND at < $8)";

    private const string One =
        "SELECT r.sensor, e.count, e.ports, e.targets, e.verified, e.severity, e.first_seen, e.last_seen, e.sample, e.top_ports FROM evidence e JOIN evidence_runs r ON r.id = e.run " +
        "WHERE e.source = $1 AND e.minute = $2 AND e.run = $3 AND e.kind = $4 AND e.technique = $5 AND e.incident = $6";

    /// <param name="after">A page's next; null to begin.</param>
    internal EvidenceList Page(EvidenceSearch search, int limit, EvidencePlace? after) => database.Read(session =>
    {
        var runs = search.Sensor is { } sensor ? Runs(session, sensor) : null;
        var found = new List<EvidencePlace>();
        var next = search.Within is { } within && Narrow(session, within) is { } rows
            ? OfNarrow(rows, search, runs, limit, after, found)
            : OfAll(session, search, runs, limit, after, found);
        var items = new List<EvidenceRow>(found.Count);
        foreach (var place in found)
        {
            if (Row(session, place) is { } row) items.Add(row);
        }

        return new EvidenceList([.. items], next?.ToString());
    });

    private static EvidencePlace? OfAll(SqliteSession session, EvidenceSearch search, HashSet<long>? runs, int limit, EvidencePlace? after, List<EvidencePlace> found)
    {
        // Newer states were met before, all of them on a first page.
        var met = new HashSet<(IpKey, long, EvidenceKind, string, long)>();
        var until = search.Until?.UtcTicks ?? long.MaxValue;
        var from = after is { } place && place.At < until ? place : new EvidencePlace(until, default, 0, 0, "", 0);
        var work = 0;
        using var row = session.Bind(
            Older, from.At, Recorded.Bytes(from.Source), Recorded.Minute(from.At), from.Run, (int)from.Kind, from.Technique, from.Incident, search.Since?.UtcTicks ?? 0).ExecuteReader();
        while (row.Read())
        {
            var at = Place(row);
            work++;
            if (Matches(at, search, runs) && met.Add(at.Key))
            {
                if (after is not null) work += LaterCost;
                if (after is null || !IsToldLater(session, at, until)) found.Add(at);
            }

            if (found.Count == limit || work >= ScanBudget) return at;
        }

        return null;
    }

    private static EvidencePlace? OfNarrow(List<EvidencePlace> rows, EvidenceSearch search, HashSet<long>? runs, int limit, EvidencePlace? after, List<EvidencePlace> found)
    {
        var (since, until) = (search.Since?.UtcTicks ?? 0, search.Until?.UtcTicks ?? long.MaxValue);
        var matching = rows.Where(row => row.At < until && Matches(row, search, runs)).GroupBy(row => row.Key).Select(incident => incident.MaxBy(row => row.At))
            .Where(row => row.At >= since && (after is null || row.CompareTo(after.Value) < 0)).OrderDescending().Take(limit + 1).ToArray();
        found.AddRange(matching.Take(limit));
        return matching.Length > limit ? found[^1] : null;
    }

    // Null when there are more than are read at once.
    private static List<EvidencePlace>? Narrow(SqliteSession session, IpPrefix within)
    {
        var rows = new List<EvidencePlace>();
        using var row = session.Bind(Keys + "WHERE source BETWEEN $1 AND $2 LIMIT $3", Recorded.Bytes(within.Address), Recorded.Bytes(Last(within)), NarrowRows + 1).ExecuteReader();
        while (row.Read()) rows.Add(Place(row));
        return rows.Count > NarrowRows ? null : rows;
    }

    private static bool Matches(in EvidencePlace row, EvidenceSearch search, HashSet<long>? runs) =>
        (search.Kind is null || row.Kind == search.Kind)
        && (search.Technique is null || row.Technique == search.Technique)
        && (search.Within is not { } within || within.Contains(row.Source))
        && (runs is null || runs.Contains(row.Run));

    private static bool IsToldLater(SqliteSession session, in EvidencePlace row, long until) => session.Bind(
        Later, Recorded.Bytes(row.Source), Recorded.Minute(row.At), LaterRows, row.Run, (int)row.Kind, row.Technique, row.Incident, until).ExecuteScalar() is 1L;

    private static HashSet<long> Runs(SqliteSession session, string sensor)
    {
        var runs = new HashSet<long>();
        using var row = session.Bind("SELECT id FROM evidence_runs WHERE sensor = $1", sensor).ExecuteReader();
        while (row.Read()) runs.Add(row.GetInt64(0));
        return runs;
    }

    // Null when it was forgotten meanwhile.
    private static EvidenceRow? Row(SqliteSession session, in EvidencePlace place)
    {
        using var row = session.Bind(
            One, Recorded.Bytes(place.Source), Recorded.Minute(place.At), place.Run, (int)place.Kind, place.Technique, place.Incident).ExecuteReader();
        if (!row.Read()) return null;
        return new EvidenceRow(
            place.Source, place.Kind, place.Technique, row.GetString(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4) != 0, (byte)row.GetInt32(5),
            Recorded.Time(row.GetInt64(6)), Recorded.Time(row.GetInt64(7)), row.IsDBNull(8) ? null : row.GetString(8), row.IsDBNull(9) ? [] : Recorded.Ports((byte[])row.GetValue(9)));
    }

    private static EvidencePlace Place(SqliteDataReader row) => new(
        row.GetInt64(0), IpKey.FromIPv6((byte[])row.GetValue(1)), row.GetInt64(2), (EvidenceKind)row.GetInt32(3), row.GetString(4), row.GetInt64(5));

    private static IpKey Last(IpPrefix prefix)
    {
        var bits = prefix.Length + 128 - prefix.Address.Bits;
        var upper = bits >= 64 ? 0 : ulong.MaxValue >> bits;
        var lower = bits >= 128 ? 0 : bits <= 64 ? ulong.MaxValue : ulong.MaxValue >> (bits - 64);
        return new IpKey(prefix.Address.Upper | upper, prefix.Address.Lower | lower);
    }
}
