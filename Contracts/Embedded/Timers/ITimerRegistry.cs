using Orleans.Runtime;

namespace Orleans.Timers;

/// <summary>The host's half of <c>RegisterGrainTimer</c>.</summary>
public interface ITimerRegistry
{
    IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options);
}
