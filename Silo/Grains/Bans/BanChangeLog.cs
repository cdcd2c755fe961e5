using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>
/// The newest <see cref="Capacity"/> changes of one ledger, for those who watch it happen; older ones are only counted. Starts empty with
/// the process. Owned by one grain; not safe across threads.
/// </summary>
internal sealed class BanChangeLog(int capacity = BanChangeLog.Capacity)
{
    public const int Capacity = 4096;

    private readonly Queue<BanChange> _changes = new();

    /// <summary>Takes a plan's changes down. Called before the ledger applies them: what it holds tells a new ban from a longer one.</summary>
    public void Add(BanPlan plan, BanLedger ledger)
    {
        foreach (var change in plan.Changes)
        {
            var move = change.Lifted ? BanMove.Lifted : ledger.Holds(change.Ban.Prefix, change.Ban.Origin) ? BanMove.Extended : BanMove.Made;
            if (_changes.Count == capacity) _changes.Dequeue();
            _changes.Enqueue(new BanChange(move, change.Ban, change.Actor, change.Reason, change.At));
        }
    }

    /// <param name="now">The ledger's revision.</param>
    public BanChanges After(long revision, long now, int limit)
    {
        var told = _changes.Where(change => change.Ban.Revision > revision).TakeLast(Math.Max(limit, 0)).ToArray();
        return new BanChanges(now, told, Math.Max(0, now - revision - told.Length));
    }
}
