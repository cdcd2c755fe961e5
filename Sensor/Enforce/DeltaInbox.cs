using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Sensor.Enforce;

/// <summary>
/// Where deltas wait for the executor. They coalesce by prefix, so a slow executor has at most one target for each prefix waiting. Beyond
/// the bound a shard's waiting changes are given up, counted, and a snapshot is asked for instead. Safe on any thread.
/// </summary>
/// <param name="maxTargets">The most targets that may wait, over all shards.</param>
public sealed class DeltaInbox(EnforcementClock clock, int maxTargets)
{
    private const int MaxShards = 1024;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Waiting> _shards = [];
    private readonly HashSet<int> _lostShards = [];
    private int _targets;
    private int _waiting;

    /// <summary>Times that a shard's waiting changes were given up.</summary>
    public long Overflows { get; private set; }

    /// <summary>Something waits.</summary>
    public bool HasAny => Volatile.Read(ref _waiting) != 0;

    /// <summary>False when the delta says nothing new, or does not continue what is waiting; a pull will bring what is missing.</summary>
    public bool Put(BanDelta delta)
    {
        var now = clock.NowMs;
        lock (_lock)
        {
            var shard = delta.Position.Shard;
            if (!_shards.TryGetValue(shard, out var waiting))
            {
                if (_shards.Count >= MaxShards) return false;
                _shards[shard] = waiting = new Waiting(delta.Position, delta.IsSnapshot);
            }
            else if (!delta.IsSnapshot && !Continues(waiting.Position, delta.Position))
            {
                return false;
            }

            if (delta.IsSnapshot)
            {
                _targets -= waiting.Targets.Count;
                waiting.Targets.Clear();
                waiting.IsSnapshot = true;
                _lostShards.Remove(shard);
            }

            waiting.Position = delta.Position;
            _targets -= waiting.Targets.Count;
            foreach (var entry in delta.Entries) waiting.Targets[entry.Prefix] = BanTarget.From(entry, now);
            _targets += waiting.Targets.Count;
            if (_targets > maxTargets) GiveUp(shard, waiting);
            Volatile.Write(ref _waiting, 1);
            return true;
        }
    }

    /// <summary>Takes all that waits. <paramref name="lostShards"/> need a snapshot.</summary>
    public List<LedgerChange> TakeAll(out int[] lostShards)
    {
        lock (_lock)
        {
            lostShards = [.. _lostShards];
            _lostShards.Clear();
            List<LedgerChange> changes = new(_shards.Count);
            foreach (var waiting in _shards.Values) changes.Add(new LedgerChange(waiting.Position, waiting.IsSnapshot, waiting.Targets.Values));
            _shards.Clear();
            _targets = 0;
            Volatile.Write(ref _waiting, 0);
            return changes;
        }
    }

    private void GiveUp(int shard, Waiting waiting)
    {
        _targets -= waiting.Targets.Count;
        _shards.Remove(shard);
        _lostShards.Add(shard);
        Overflows++;
    }

    private static bool Continues(LedgerPosition from, LedgerPosition to) => from.Ledger == to.Ledger && to.Revision >= from.Revision;

    private sealed class Waiting(LedgerPosition position, bool isSnapshot)
    {
        public readonly Dictionary<IpPrefix, BanTarget> Targets = [];

        public LedgerPosition Position { get; set; } = position;

        public bool IsSnapshot { get; set; } = isSnapshot;
    }
}
