using Orleans;

namespace Tegument.Contracts.Bans;

/// <summary>
/// Told that a ledger moved: best effort, a hint only. Whoever listens pulls the delta; renewal every minute, expiry after three.
/// The listener keeps its own strong reference (observers are held weakly).
/// </summary>
[Alias("tegument.IBanObserver")]
public interface IBanObserver : IGrainObserver
{
    [Alias("Moved")]
    void Moved(LedgerPosition position);
}
