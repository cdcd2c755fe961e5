using Orleans.Runtime;
using Orleans.Timers;

namespace Tegument.Silo.Hosting;

/// <summary>Makes timers for grains of one host, on that host's clock.</summary>
internal sealed class TimerRegistry(EmbeddedGrainHost host) : ITimerRegistry
{
    public IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return grainContext is Activation activation
            ? new GrainTimer<TState>(host, activation, callback, state, options)
            : throw new ArgumentException("Only an activation of this host can have timers.", nameof(grainContext));
    }
}
