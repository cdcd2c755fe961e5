using Tegument.Contracts.Posture;

namespace Tegument.Silo.Posture;

/// <summary>
/// The posture as this silo knows it, read without waiting by every reputation. The posture grain publishes to its own silo's board;
/// a slow poll brings the others up to date. Safe on any thread.
/// </summary>
public sealed class PostureBoard
{
    private readonly Lock _lock = new();
    private volatile PostureSnapshot _current;

    /// <summary>Starts with the initial posture as version 0, which any published one replaces.</summary>
    public PostureBoard(PostureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _current = new PostureSnapshot(options.Initial, 0, "default", "initial posture", DateTimeOffset.UnixEpoch, null, PostureMode.Default);
    }

    public PostureSnapshot Current => _current;

    /// <summary>A newer version is in force. Fires on the publishing thread; must return at once.</summary>
    public event Action<PostureSnapshot>? Changed;

    public PostureLevel Level => _current.Level;

    /// <summary>Takes a newer version over; an older one changes nothing. Answers with the level before when the level changed.</summary>
    public PostureLevel? Publish(PostureSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        PostureSnapshot before;
        lock (_lock)
        {
            before = _current;
            if (snapshot.Version <= before.Version) return null;
            _current = snapshot;
        }

        Changed?.Invoke(snapshot);
        return snapshot.Level == before.Level ? null : before.Level;
    }
}
