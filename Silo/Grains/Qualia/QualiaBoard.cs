using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Qualia;

/// <summary>The newest qualia as this silo knows them, read without waiting. Safe on any thread.</summary>
public sealed class QualiaBoard
{
    private volatile QualiaSnapshot? _current;

    /// <summary>
    /// Once a second, after <see cref="Current"/> changed, one call at a time on a thread of the pool. A handler must neither block nor throw:
    /// the next second and the other handlers wait for it.
    /// </summary>
    public event Action<QualiaSnapshot>? Changed;

    /// <summary>Null in the first second of a silo.</summary>
    public QualiaSnapshot? Current => _current;

    /// <summary>Takes a newer snapshot over; an older one or the same changes nothing. Called by the feed alone.</summary>
    public void Publish(QualiaSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (_current is { } current && snapshot.At <= current.At) return;
        _current = snapshot;
        Changed?.Invoke(snapshot);
    }
}
