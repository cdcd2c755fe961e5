using System.Collections.Concurrent;

namespace Tegument.Dashboard.Live;

/// <summary>
/// Holds the newest <see cref="FleetView"/> and tells those who asked that there is one, never what it is: whoever is slow skips, nobody queues.
/// Written by the feed alone, read from any thread.
/// </summary>
public sealed class FleetStore(TimeProvider time)
{
    private readonly ConcurrentDictionary<Subscription, byte> _subscriptions = new();
    private volatile FleetView _current = FleetView.Nothing;

    public FleetView Current => _current;

    /// <summary>Circuits and pages that listen; the feed reads less while there are none.</summary>
    public int Listeners => _subscriptions.Count;

    /// <param name="least">Between two calls of <paramref name="changed"/> at least so much time passes.</param>
    /// <param name="changed">Called on the thread pool, one call at a time.</param>
    public Subscription Subscribe(TimeSpan least, Func<Task> changed)
    {
        var subscription = new Subscription(least, changed, time, Forget);
        _subscriptions.TryAdd(subscription, 0);
        return subscription;
    }

    internal void Publish(FleetView next)
    {
        ArgumentNullException.ThrowIfNull(next);
        _current = next with { Version = _current.Version + 1 };
        foreach (var subscription in _subscriptions.Keys) subscription.Signal();
    }

    private void Forget(Subscription subscription) => _subscriptions.TryRemove(subscription, out _);
}
