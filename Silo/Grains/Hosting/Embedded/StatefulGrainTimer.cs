using Orleans.Runtime;

namespace Tegument.Silo.Hosting;

/// <summary>A <see cref="GrainTimer"/> with its callback and what that wants to be called with.</summary>
internal sealed class GrainTimer<TState>(
    EmbeddedGrainHost host,
    Activation activation,
    Func<TState, CancellationToken, Task> callback,
    TState state,
    GrainTimerCreationOptions options) : GrainTimer(host, activation, options)
{
    private protected override Task Invoke() => callback(state, Cancellation);
}
