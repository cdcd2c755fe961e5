using System.Collections.Concurrent;
using System.Globalization;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Tegument.Silo.Hosting;

/// <summary>
/// Keeps grain states for as long as it lives, synchronously: for replay and tests. It keeps the state object itself, so a state is to be
/// replaced (<c>with</c>), never changed in place. Safe for any thread; bounded only by who uses it.
/// </summary>
public sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), Record> _records = new();

    /// <summary>Records held.</summary>
    public int Count => _records.Count;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        if (_records.TryGetValue((stateName, grainId), out var record))
        {
            grainState.State = (T?)record.State;
            grainState.ETag = record.ETag;
            grainState.RecordExists = true;
        }
        else
        {
            Reset(grainState);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var key = (stateName, grainId);
        var written = new Record(grainState.State, NextVersion(grainState.ETag));
        var stored = _records.GetValueOrDefault(key);
        var isNext = stored?.ETag == grainState.ETag
            && (stored is null ? _records.TryAdd(key, written) : _records.TryUpdate(key, written, stored));
        if (!isNext) return Task.FromException(Conflict(key, grainState.ETag));
        grainState.ETag = written.ETag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var key = (stateName, grainId);
        var stored = _records.GetValueOrDefault(key);
        var isNext = stored?.ETag == grainState.ETag
            && (stored is null || _records.TryRemove(new KeyValuePair<(string, GrainId), Record>(key, stored)));
        if (!isNext) return Task.FromException(Conflict(key, grainState.ETag));
        Reset(grainState);
        return Task.CompletedTask;
    }

    /// <summary>Default, not new: whoever reads makes the new one.</summary>
    private static void Reset<T>(IGrainState<T> grainState)
    {
        grainState.State = default;
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static string NextVersion(string? version) =>
        version is null ? "1" : (long.Parse(version, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

    private InconsistentStateException Conflict((string State, GrainId Grain) key, string? expected) =>
        new($"{key.State} of {key.Grain} was changed by another writer.", _records.GetValueOrDefault(key)?.ETag, expected);

    /// <summary>Compared by reference: an update replaces exactly what was seen.</summary>
    private sealed class Record(object? state, string eTag)
    {
        internal object? State { get; } = state;

        internal string ETag { get; } = eTag;
    }
}
