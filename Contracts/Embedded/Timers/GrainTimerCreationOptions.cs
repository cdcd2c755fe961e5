using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>When a timer fires and how it behaves.</summary>
public readonly struct GrainTimerCreationOptions()
{
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period) : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>From registration to the first tick; <see cref="Timeout.InfiniteTimeSpan"/>: not before a change.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of one tick to the next; <see cref="Timeout.InfiniteTimeSpan"/>: once.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Ticks while a call awaits something. Without it a tick waits its turn like a call.</summary>
    public bool Interleave { get; init; }

    /// <summary>Ticks count as use: the activation does not become idle.</summary>
    public bool KeepAlive { get; init; }
}
