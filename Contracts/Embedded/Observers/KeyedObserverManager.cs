using System.Collections;
using Microsoft.Extensions.Logging;

namespace Orleans.Utilities;

/// <summary>
/// Subscribers that must renew: one that has not within <see cref="ExpirationDuration"/>, or whose call fails, is dropped at the next
/// notification. To be used from one activation; a subscription may change while a notification awaits.
/// </summary>
public partial class ObserverManager<TIdentity, TObserver> : IEnumerable<TObserver>
    where TIdentity : notnull
{
    private readonly ILogger _log;
    private readonly Dictionary<TIdentity, Entry> _entries = [];

    public ObserverManager(TimeSpan expiration, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(log);
        ExpirationDuration = expiration;
        _log = log;
    }

    /// <summary>The clock, UTC; to be set where time is injected.</summary>
    public Func<DateTime> GetDateTime { get; set; } = static () => DateTime.UtcNow;

    public TimeSpan ExpirationDuration { get; set; }

    public int Count => _entries.Count;

    public IReadOnlyDictionary<TIdentity, TObserver> Observers => _entries.ToDictionary(pair => pair.Key, pair => pair.Value.Observer);

    public void Clear() => _entries.Clear();

    /// <summary>Adds, or renews under the same identity.</summary>
    public void Subscribe(TIdentity id, TObserver observer) => _entries[id] = new Entry(observer, GetDateTime());

    public void Unsubscribe(TIdentity id) => _entries.Remove(id);

    /// <summary>Tells one after the other; a slow one delays the next.</summary>
    public async Task Notify(Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var now = GetDateTime();
        foreach (var (id, entry) in _entries.ToArray())
        {
            if (!IsDue(id, entry, now, predicate)) continue;
            try
            {
                await notification(entry.Observer);
            }
            catch (Exception error)
            {
                Drop(id, entry, error);
            }
        }
    }

    public void Notify(Action<TObserver> notification, Func<TObserver, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var now = GetDateTime();
        foreach (var (id, entry) in _entries.ToArray())
        {
            if (!IsDue(id, entry, now, predicate)) continue;
            try
            {
                notification(entry.Observer);
            }
            catch (Exception error)
            {
                Drop(id, entry, error);
            }
        }
    }

    public void ClearExpired()
    {
        var now = GetDateTime();
        foreach (var (id, entry) in _entries.ToArray()) IsDue(id, entry, now, null);
    }

    public IEnumerator<TObserver> GetEnumerator() => _entries.Values.Select(entry => entry.Observer).ToList().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool IsDue(TIdentity id, Entry entry, DateTime now, Func<TObserver, bool>? predicate)
    {
        if (entry.LastSeen + ExpirationDuration < now)
        {
            Drop(id, entry, null);
            return false;
        }

        return predicate is null || predicate(entry.Observer);
    }

    /// <summary>Not when it was renewed meanwhile: the new subscription has not failed yet.</summary>
    private void Drop(TIdentity id, Entry entry, Exception? error)
    {
        if (!_entries.TryGetValue(id, out var current) || !ReferenceEquals(current, entry)) return;
        _entries.Remove(id);
        LogDropped(id, error is null ? "expired" : "failed", error);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Observer {Id} {Cause} and was dropped")]
    private partial void LogDropped(TIdentity id, string cause, Exception? error);

    private sealed record Entry(TObserver Observer, DateTime LastSeen);
}
