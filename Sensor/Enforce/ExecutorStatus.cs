using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Fleet;

namespace Tegument.Sensor.Enforce;

/// <summary>How enforcement stands on this host. Immutable; published by the executor after each round.</summary>
/// <param name="Backend">"nftables", "dry-run", or "none" while no backend could be opened.</param>
/// <param name="Enforcing">False in observe-only, and while no backend could be opened.</param>
/// <param name="ObserveOnly">This host decides and drops nothing, by choice.</param>
/// <param name="Applied">The ledger's position that this host stands at; null before the first delta. With several shards, the lowest one's.</param>
/// <param name="Decided">Prefixes that the ledger wants here, without those refused or crowded out.</param>
/// <param name="Enforced">Those of them that the last read-back of the kernel found; 0 in dry run.</param>
/// <param name="Held">As <paramref name="Enforced"/>, pretended bans included.</param>
/// <param name="Stale">Why the kernel does not hold what it should; null when it does, or in observe-only.</param>
/// <param name="DroppedByBans">Packets dropped by our rules since the table was made.</param>
/// <param name="LastRepair">The last proof that had to put something right.</param>
/// <param name="Repaired">Elements put right since the start.</param>
/// <param name="Proofs">Proofs since the start.</param>
/// <param name="ProofTook">How long the last proof took.</param>
/// <param name="ForeignChanges">Times that somebody else changed nftables.</param>
/// <param name="Protected">Bans refused here because they cover something protected.</param>
/// <param name="Crowded">Bans not enforced because their kernel set is full of longer ones.</param>
/// <param name="RefusedByKernel">Changes that the kernel refused on their own, since the start.</param>
/// <param name="RefusedPrefixes">The prefixes that it refuses now and its words, at most 20.</param>
/// <param name="StoreFault">Why bans are not kept on disk; null when they are.</param>
/// <param name="SnapshotNeeded">The executor waits for a snapshot of the ledger.</param>
/// <param name="Lockdown">Null before the executor has begun.</param>
public sealed record ExecutorStatus(
    string Backend,
    bool Enforcing,
    bool ObserveOnly,
    LedgerPosition? Applied,
    int Decided,
    int Enforced,
    int Held,
    string? Stale,
    long DroppedByBans,
    DropCounts DroppedByOrigin,
    RepairReport? LastRepair,
    long Repaired,
    long Proofs,
    TimeSpan ProofTook,
    long ForeignChanges,
    int Protected,
    int Crowded,
    long RefusedByKernel,
    IReadOnlyList<KeyValuePair<IpPrefix, string>> RefusedPrefixes,
    string? StoreFault,
    bool SnapshotNeeded,
    LockdownReport? Lockdown = null)
{
    public static readonly ExecutorStatus Starting = new(
        "none", false, false, null, 0, 0, 0, "starting", 0, DropCounts.None, null, 0, 0, TimeSpan.Zero, 0, 0, 0, 0, [], null, true);
}
