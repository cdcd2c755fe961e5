using Orleans.Storage;

namespace Tegument.Silo.Hosting;

/// <summary><see cref="StateBinding"/> for a state of a known type.</summary>
internal sealed class StateBinding<TState>(string stateName, IGrainStorage storage) : StateBinding
{
    internal string StateName { get; } = stateName;

    internal IGrainStorage Storage { get; } = storage;

    internal TState CreateState() => Activator.CreateInstance<TState>();

    internal override PersistentState Create(Activation activation) => new PersistentState<TState>(this, activation);
}
