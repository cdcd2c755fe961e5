using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Evidence;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Recording;

/// <summary>
/// The ports aimed at most, from recorded evidence: read at most every <see cref="Fresh"/> per period asked for, and so seldom that reading takes
/// no more than a tenth of a processor; one reading at a time, the newest <see cref="MostRows"/> rows. Safe on any thread.
/// </summary>
public sealed class TargetBoard(SqliteDatabase database, EvidenceRecorder recorder, TimeProvider time) : IDisposable
{
    public const int MostTargets = 100;

    /// <summary>Rows that one answer is made of; older ones are left out, and the answer says from when on it speaks.</summary>
    public const int MostRows = 100_000;

    private const int MostPeriods = 16;
    private const int Rest = 10;

    private const string Select =
        "SELECT source, run, kind, technique, incident, at, first_seen, count, ports, top_ports FROM evidence WHERE at >= $1 ORDER BY at DESC LIMIT $2";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, (TargetList List, TimeSpan Fresh)> _known = new(StringComparer.Ordinal);

    /// <param name="period">Names the period: who asks for the same soon after is answered the same.</param>
    /// <param name="since">Where it begins.</param>
    internal async Task<TargetList> Top(string period, DateTimeOffset since, int limit, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var now = time.GetUtcNow();
            if (!_known.TryGetValue(period, out var known) || now < known.List.Until || now - known.List.Until > known.Fresh)
            {
                await recorder.FlushFew();
                var begun = time.GetTimestamp();
                var list = await Task.Run(() => Read(since, now), cancel);
                var rest = time.GetElapsedTime(begun) * Rest;
                known = (list, rest > Fresh ? rest : Fresh);
                if (_known.Count >= MostPeriods) _known.Clear();
                _known[period] = known;
            }

            return known.List with { Targets = [.. known.List.Targets.Take(limit)] };
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private TargetList Read(DateTimeOffset since, DateTimeOffset now) => database.Read(session =>
    {
        var (rows, read, oldest) = (new List<TargetRow>(), 0, since.UtcTicks);
        using (var row = session.Bind(Select, since.UtcTicks, MostRows).ExecuteReader())
        {
            for (; row.Read(); read++)
            {
                oldest = row.GetInt64(5);
                if (row.IsDBNull(9)) continue;
                rows.Add(new TargetRow(
                    IpKey.FromIPv6((byte[])row.GetValue(0)), row.GetInt64(1), (EvidenceKind)row.GetInt32(2), row.GetString(3), row.GetInt64(4), oldest, row.GetInt64(6),
                    row.GetInt64(7), row.GetInt32(8), Recorded.Ports((byte[])row.GetValue(9))));
            }
        }

        var from = read == MostRows ? Recorded.Time(oldest) : since;
        return new TargetList(TargetTally.Top(rows, from.UtcTicks, MostTargets), from, now);
    });
}
