using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Tegument.Silo.Tests.Hosting;

/// <summary>A storage whose operations can be held back, or fail.</summary>
public sealed class SlowStorage(IGrainStorage inner) : IGrainStorage
{
    /// <summary>Every operation waits for this, then runs.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Thrown by every operation while set.</summary>
    public Exception? Failure { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run(() => inner.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run(() => inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run(() => inner.ClearStateAsync(stateName, grainId, grainState));

    private async Task Run(Func<Task> operation)
    {
        await Gate;
        if (Failure is not null) throw Failure;
        await operation();
    }
}
