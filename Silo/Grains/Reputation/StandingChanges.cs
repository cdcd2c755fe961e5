using Tegument.Contracts.Reputation;

namespace Tegument.Silo.Reputation;

/// <summary>
/// Standings that changed since they were last read, merged per source, for whoever watches. At most <see cref="Capacity"/> between two
/// readings; more are counted only. Reputations of this silo write, on any thread; one reads.
/// </summary>
public sealed class StandingChanges(int capacity = StandingChanges.Capacity)
{
    public const int Capacity = 512;

    private readonly Lock _lock = new();
    private Dictionary<string, StandingChange> _changes = new(StringComparer.Ordinal);
    private long _more;

    public void Note(string key, Standing before, Standing standing, double score, string? reason, DateTimeOffset at)
    {
        if (before == standing) return;
        lock (_lock)
        {
            if (_changes.TryGetValue(key, out var earlier)) before = earlier.Before;
            else if (_changes.Count >= capacity)
            {
                _more++;
                return;
            }

            if (before == standing) _changes.Remove(key);
            else _changes[key] = new StandingChange(key, before, standing, score, reason, at);
        }
    }

    /// <summary>The changes since the last call, and how many found no room.</summary>
    public (StandingChange[] Changes, long More) Take()
    {
        lock (_lock)
        {
            if (_changes.Count == 0 && _more == 0) return ([], 0);
            var taken = (_changes.Values.ToArray(), _more);
            _changes = new Dictionary<string, StandingChange>(StringComparer.Ordinal);
            _more = 0;
            return taken;
        }
    }
}
