using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Host.Recording;

/// <summary>
/// Evidence of the current minute, merged by incident. At most <see cref="Capacity"/> incidents a minute: more find no room and are
/// counted. One thread.
/// </summary>
internal sealed class RecordBook(int capacity = RecordBook.Capacity)
{
    public const int Capacity = 50_000;

    private readonly Dictionary<RecordKey, RecordRow> _rows = [];
    private readonly Dictionary<(string Sensor, string Start), RecordRun> _runs = [];

    public int Count => _rows.Count;

    /// <summary>Answers how many items found no room.</summary>
    public int Add(EvidenceBatch batch, DateTimeOffset at)
    {
        if (!_runs.TryGetValue((batch.Sensor, batch.Start), out var run))
            _runs.Add((batch.Sensor, batch.Start), run = new RecordRun(batch.Sensor, batch.Start));
        var (lost, ticks) = (0, at.UtcTicks);
        foreach (var item in batch.Items)
        {
            var key = new RecordKey(item.Source, run, item.Kind, item.Technique, item.Incident);
            ref var row = ref _rows.Count < capacity
                ? ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, key, out _)
                : ref CollectionsMarshal.GetValueRefOrNullRef(_rows, key);
            if (Unsafe.IsNullRef(ref row)) lost++;
            else row.Take(item, ticks);
        }

        return lost;
    }

    /// <summary>All rows, and an empty book.</summary>
    public KeyValuePair<RecordKey, RecordRow>[] Drain()
    {
        var rows = _rows.ToArray();
        _rows.Clear();
        _runs.Clear();
        return rows;
    }
}
