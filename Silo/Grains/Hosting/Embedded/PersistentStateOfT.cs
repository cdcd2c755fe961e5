using Orleans;
using Orleans.Runtime;

namespace Tegument.Silo.Hosting;

/// <summary>A grain's stored record, and what the storage reads into: one object for both, since every activation has one.</summary>
internal sealed class PersistentState<TState>(StateBinding<TState> binding, Activation activation)
    : PersistentState, IPersistentState<TState>, IGrainState<TState>
{
    private TState? _state;

    /// <summary>A grain never sees a missing state: it sees a new one, made when it first looks.</summary>
    public TState State
    {
        get => _state ??= binding.CreateState();
        set => _state = value;
    }

    TState? IGrainState<TState>.State
    {
        get => State;
        set => _state = value;
    }

    public string? Etag { get; private set; }

    string? IGrainState<TState>.ETag
    {
        get => Etag;
        set => Etag = value;
    }

    public bool RecordExists { get; set; }

    public override Task ReadStateAsync() => binding.Storage.ReadStateAsync(binding.StateName, activation.GrainId, this);

    public Task WriteStateAsync() => binding.Storage.WriteStateAsync(binding.StateName, activation.GrainId, this);

    public Task ClearStateAsync() => binding.Storage.ClearStateAsync(binding.StateName, activation.GrainId, this);
}
