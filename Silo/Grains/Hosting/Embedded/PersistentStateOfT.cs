using Orleans;
using Orleans.Runtime;

namespace Tegument.Silo.Hosting;

/// <summary>A grain's stored record, and what the storage reads into: one object for both, since every activation has one.</summary>
internal sealed class PersistentState<TState>(StateBinding<TState> binding, Activation activation)
    : PersistentState, IPersistentState<TState>, IGrainState<TState>
{
    private TState? _state = binding.CreateState();

    public TState State
    {
        get => _state!;
        set => _state = value;
    }

    TState? IGrainState<TState>.State
    {
        get => _state;
        set => _state = value;
    }

    public string? Etag { get; private set; }

    string? IGrainState<TState>.ETag
    {
        get => Etag;
        set => Etag = value;
    }

    public bool RecordExists { get; set; }

    public override Task ReadStateAsync()
    {
        var read = binding.Storage.ReadStateAsync(binding.StateName, activation.GrainId, this);
        if (!read.IsCompletedSuccessfully) return FillAsync(read);
        _state ??= binding.CreateState();
        return Task.CompletedTask;
    }

    public Task WriteStateAsync() => binding.Storage.WriteStateAsync(binding.StateName, activation.GrainId, this);

    public Task ClearStateAsync()
    {
        var clear = binding.Storage.ClearStateAsync(binding.StateName, activation.GrainId, this);
        if (!clear.IsCompletedSuccessfully) return FillAsync(clear);
        _state ??= binding.CreateState();
        return Task.CompletedTask;
    }

    /// <summary>A grain never sees a missing state: it sees a new one.</summary>
    private async Task FillAsync(Task operation)
    {
        await operation;
        _state ??= binding.CreateState();
    }
}
