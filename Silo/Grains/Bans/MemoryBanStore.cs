using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>
/// A store that lives as long as the process: for replay and tests. Everything completes synchronously. Safe on any thread.
/// </summary>
/// <param name="ledger">The id of every shard's ledger, so that replay is the same each run; null for a random one.</param>
public sealed class MemoryBanStore(string? ledger = null) : IBanStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Shard> _shards = [];

    public Task<LedgerPosition> Load(int shard, DateTimeOffset now, Action<Ban> take)
    {
        lock (_lock)
        {
            var held = ShardOf(shard);
            foreach (var ban in held.Bans.Values)
            {
                if (ban.Expires > now) take(ban);
            }

            return Task.FromResult(held.Position);
        }
    }

    public Task Append(LedgerPosition after, IReadOnlyList<BanStoreChange> changes)
    {
        lock (_lock)
        {
            var held = ShardOf(after.Shard);
            foreach (var change in changes)
            {
                var key = (change.Ban.Prefix, change.Ban.Origin);
                if (change.Lifted) held.Bans.Remove(key);
                else held.Bans[key] = change.Ban;
            }

            held.Position = after;
        }

        return Task.CompletedTask;
    }

    public Task Purge(int shard, DateTimeOffset ended)
    {
        lock (_lock)
        {
            var bans = ShardOf(shard).Bans;
            foreach (var (key, ban) in bans)
            {
                if (ban.Expires <= ended) bans.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    private Shard ShardOf(int shard)
    {
        if (_shards.TryGetValue(shard, out var held)) return held;
        return _shards[shard] = new Shard(new LedgerPosition(ledger ?? Guid.NewGuid().ToString("N"), shard, 0));
    }

    private sealed class Shard(LedgerPosition position)
    {
        public LedgerPosition Position { get; set; } = position;

        public Dictionary<(IpPrefix Prefix, BanOrigin Origin), Ban> Bans { get; } = [];
    }
}
