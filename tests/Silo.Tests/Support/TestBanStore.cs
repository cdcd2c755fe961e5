using Tegument.Contracts.Bans;
using Tegument.Silo.Bans;

namespace Tegument.Silo.Tests.Support;

/// <summary>The memory store, with commits that are counted and can be made to fail before or after they are durable.</summary>
internal sealed class TestBanStore : IBanStore
{
    private readonly MemoryBanStore _store = new();

    public int Commits { get; private set; }

    public int Purges { get; private set; }

    public Exception? Failure { get; set; }

    /// <summary>The commit is durable and its answer is lost.</summary>
    public bool FailsAfterCommit { get; set; }

    public Task<LedgerPosition> Load(int shard, DateTimeOffset now, Action<Ban> take) => _store.Load(shard, now, take);

    public async Task Append(LedgerPosition after, IReadOnlyList<BanStoreChange> changes)
    {
        if (Failure is not null && !FailsAfterCommit) throw Failure;
        await _store.Append(after, changes);
        Commits++;
        if (Failure is not null) throw Failure;
    }

    public Task Purge(int shard, DateTimeOffset ended)
    {
        Purges++;
        return _store.Purge(shard, ended);
    }
}
