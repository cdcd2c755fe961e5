using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>
/// Durable memory of the ledgers. Called by one ledger grain per shard, one call at a time per shard; shards may call at once.
/// A ledger that has seen an exception assumes nothing about the store and loads again.
/// </summary>
public interface IBanStore
{
    /// <summary>
    /// Hands every stored ban of the shard that ends after <paramref name="now"/> to <paramref name="take"/>, in any order and on one
    /// thread at a time, and answers where the ledger stands. A shard never seen before gets a new random ledger id, stored before
    /// this answers, and revision 0.
    /// </summary>
    Task<LedgerPosition> Load(int shard, DateTimeOffset now, Action<Ban> take);

    /// <summary>
    /// Stores all changes and the position after them as one commit, durable before it answers; or throws with nothing stored.
    /// The position's ledger id is the one that <see cref="Load"/> gave.
    /// </summary>
    Task Append(LedgerPosition after, IReadOnlyList<BanStoreChange> changes);

    /// <summary>Forgets bans that ended at or before <paramref name="ended"/>. Housekeeping: no new revision, and losing it costs only space.</summary>
    Task Purge(int shard, DateTimeOffset ended);
}
