namespace Tegument.Silo.Hosting;

/// <summary>What a grain host has done since it was made. Reading is cheap and safe for any thread; the numbers are not one moment's.</summary>
public sealed class EmbeddedGrainStatistics
{
    private long _active;
    private long _activations;
    private long _failedActivations;
    private long _deactivations;
    private long _failedDeactivations;
    private long _refusedCalls;
    private long _refusedActivations;
    private long _failedTicks;

    /// <summary>Activations that live now.</summary>
    public long Active => Interlocked.Read(ref _active);

    public long Activations => Interlocked.Read(ref _activations);

    /// <summary>Constructor, storage read or OnActivateAsync threw.</summary>
    public long FailedActivations => Interlocked.Read(ref _failedActivations);

    public long Deactivations => Interlocked.Read(ref _deactivations);

    /// <summary>OnDeactivateAsync threw; the activation ended all the same.</summary>
    public long FailedDeactivations => Interlocked.Read(ref _failedDeactivations);

    /// <summary>Calls refused because too many waited already.</summary>
    public long RefusedCalls => Interlocked.Read(ref _refusedCalls);

    /// <summary>Calls refused because there were too many activations.</summary>
    public long RefusedActivations => Interlocked.Read(ref _refusedActivations);

    /// <summary>Timer callbacks that threw.</summary>
    public long FailedTicks => Interlocked.Read(ref _failedTicks);

    internal bool TryReserve(int max)
    {
        if (Interlocked.Increment(ref _active) <= max) return true;
        Interlocked.Decrement(ref _active);
        Interlocked.Increment(ref _refusedActivations);
        return false;
    }

    internal void Release() => Interlocked.Decrement(ref _active);

    internal void CountActivation() => Interlocked.Increment(ref _activations);

    internal void CountFailedActivation() => Interlocked.Increment(ref _failedActivations);

    internal void CountDeactivation() => Interlocked.Increment(ref _deactivations);

    internal void CountFailedDeactivation() => Interlocked.Increment(ref _failedDeactivations);

    internal void CountRefusedCall() => Interlocked.Increment(ref _refusedCalls);

    internal void CountFailedTick() => Interlocked.Increment(ref _failedTicks);
}
