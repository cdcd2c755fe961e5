using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Tegument.Silo.Hosting;

namespace Tegument.Gateway.Tests.Support;

/// <summary>Grain states in memory, with writes that fail while the test says so.</summary>
public sealed class FlakyGrainStorage : IGrainStorage
{
    private readonly MemoryGrainStorage _storage = new();

    /// <summary>What a write of this key fails with; null lets it pass.</summary>
    public Func<string, Exception?> Failure { get; set; } = _ => null;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => _storage.ReadStateAsync(stateName, grainId, grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Failure(grainId.Key.ToString()!) is { } failure ? Task.FromException(failure) : _storage.WriteStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => _storage.ClearStateAsync(stateName, grainId, grainState);
}
