using Tegument.Contracts.Posture;

namespace Tegument.Silo.Posture;

/// <summary>A history that ends with the process: for replay, tests, and hosts without a store of their own. Safe on any thread.</summary>
public sealed class MemoryPostureLog : IPostureLog
{
    private readonly Lock _lock = new();
    private readonly SortedList<long, (PostureSnapshot Posture, DateTimeOffset From)> _changes = [];

    public Task Append(PostureSnapshot posture, DateTimeOffset from, PostureLevel? before)
    {
        ArgumentNullException.ThrowIfNull(posture);
        lock (_lock)
        {
            _changes[posture.Version] = (posture, from);
            while (_changes.Count > IPostureLog.Kept) _changes.RemoveAt(0);
        }

        return Task.CompletedTask;
    }

    public Task<PosturePeriod[]> Page(int limit, long before)
    {
        lock (_lock)
        {
            var periods = _changes.Values.Select((change, i) =>
                new PosturePeriod(change.Posture, change.From, i + 1 < _changes.Count ? _changes.Values[i + 1].From : null));
            return Task.FromResult(periods.Reverse().Where(period => period.Posture.Version < before).Take(limit).ToArray());
        }
    }
}
