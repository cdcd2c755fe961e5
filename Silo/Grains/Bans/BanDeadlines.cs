using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>
/// Which bans end next. A ban that was replaced or lifted keeps its old entry until its time comes or the rebuild that
/// <see cref="Add"/> makes when stale entries outnumber the living. Owned by one ledger.
/// </summary>
internal sealed class BanDeadlines(BanTable table)
{
    private const int SlackEntries = 1024;

    private readonly PriorityQueue<Ban, DateTimeOffset> _queue = new();

    public void Add(Ban ban)
    {
        if (_queue.Count > 2 * table.Count + SlackEntries) Rebuild();
        else _queue.Enqueue(ban, ban.Expires);
    }

    /// <summary>Takes bans that have ended out of the table; answers how many.</summary>
    public int Expire(DateTimeOffset now)
    {
        var ended = 0;
        while (_queue.TryPeek(out var ban, out var expires) && expires <= now)
        {
            _queue.Dequeue();
            if (!table.TryGet(ban.Prefix, ban.Origin, out var held) || held.Expires > now) continue;
            table.Remove(ban.Prefix, ban.Origin);
            ended++;
        }

        return ended;
    }

    /// <summary>From the table, which holds the ban being added already.</summary>
    private void Rebuild()
    {
        _queue.Clear();
        _queue.EnqueueRange(table.All().Select(ban => (ban, ban.Expires)));
        _queue.TrimExcess();
    }
}
