using System.Reflection;

namespace Tegument.Silo.Hosting;

/// <summary>How the embedded grain host finds its grains and where its bounds lie. Read once, when the host is made.</summary>
public sealed class EmbeddedGrainOptions
{
    /// <summary>Where grain classes are looked for, at the first call; when none is named: the assembly of this type.</summary>
    public IList<Assembly> Assemblies { get; } = [];

    /// <summary>An activation unused for this long is deactivated. One second to ten days; 10 minutes.</summary>
    public TimeSpan IdleAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Calls that may wait for one activation; more are refused and counted. 1 to 1,000,000; 10,000.</summary>
    public int MaxQueuedCalls { get; set; } = 10_000;

    /// <summary>Activations at one time; a call that needs one more is refused and counted. From three quarters on, idle ones go earlier.</summary>
    public int MaxActivations { get; set; } = 2_000_000;

    /// <summary>How long stopping waits for calls and deactivations. 10 seconds.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Nothing is handed to the thread pool: whatever becomes runnable runs on the thread that made it so. With storages that complete
    /// synchronously and a <see cref="ManualTimeProvider"/>, a run is then repeatable. For replay and tests, with one calling thread.
    /// </summary>
    public bool Inline { get; set; }

    /// <exception cref="ArgumentOutOfRangeException">Names the option that is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(IdleAge, TimeSpan.FromSeconds(1), nameof(IdleAge));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(IdleAge, TimeSpan.FromDays(10), nameof(IdleAge));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedCalls, 1, nameof(MaxQueuedCalls));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxQueuedCalls, 1_000_000, nameof(MaxQueuedCalls));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxActivations, 1, nameof(MaxActivations));
        ArgumentOutOfRangeException.ThrowIfLessThan(StopTimeout, TimeSpan.Zero, nameof(StopTimeout));
    }
}
