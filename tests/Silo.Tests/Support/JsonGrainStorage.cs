using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Tests.Support;

/// <summary>Keeps states as JSON text, as a database would: what was not written is lost with the silo, and what cannot be serialised shows.</summary>
internal sealed class JsonGrainStorage : IGrainStorage, IStoredReputations
{
    private readonly ConcurrentDictionary<(string, GrainId), (string Json, int Version)> _records = new();

    public int Writes { get; private set; }

    /// <summary>Rows that this type of grain has.</summary>
    public int RowsOf(string type) => _records.Keys.Count(record => record.Item2.Type.ToString() == type);

    /// <summary>While set, every write fails with it.</summary>
    public Exception? Failure { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var known = _records.TryGetValue((stateName, grainId), out var record);
        grainState.State = known ? JsonSerializer.Deserialize<T>(record.Json)! : Activator.CreateInstance<T>();
        grainState.ETag = known ? record.Version.ToString(CultureInfo.InvariantCulture) : null;
        grainState.RecordExists = known;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (Failure is not null) return Task.FromException(Failure);
        Writes++;
        var version = _records.TryGetValue((stateName, grainId), out var record) ? record.Version + 1 : 1;
        _records[(stateName, grainId)] = (JsonSerializer.Serialize(grainState.State), version);
        grainState.ETag = version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _records.TryRemove((stateName, grainId), out _);
        return ReadStateAsync(stateName, grainId, grainState);
    }

    public Task<bool> Read(DateTimeOffset since, int limit, Action<string, ReputationState> take)
    {
        var stored = _records.Where(record => record.Key.Item1 == "reputation").ToArray();
        foreach (var (key, record) in stored.Take(limit)) take(key.Item2.Key.ToString()!, JsonSerializer.Deserialize<ReputationState>(record.Json)!);
        return Task.FromResult(stored.Length <= limit);
    }

    public Task<int> Forget(DateTimeOffset clean, DateTimeOffset faded) => Task.FromResult(0);
}
