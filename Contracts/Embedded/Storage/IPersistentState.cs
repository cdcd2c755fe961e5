using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A named state of a grain, read before it is activated. See <see cref="PersistentStateAttribute"/>.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
