using Tegument.Contracts.Bans;
using Tegument.Sensor.Enforce;

namespace Tegument.Sensor.Replay;

/// <summary>The enforce role of a replay: the executor's own desired state and reconciler over the dry-run backend, in packet time. One thread.</summary>
public sealed class DryRunKernel : IDisposable
{
    private const int MostBans = 1_000_000;
    private readonly EnforcementClock _clock;
    private readonly DesiredBans _desired = new(MostBans, MostBans);
    private readonly Reconciler _reconciler;
    private readonly DryRunBackend _backend;

    public DryRunKernel(TimeProvider time)
    {
        _clock = new EnforcementClock(time);
        _reconciler = new Reconciler(_desired, _clock);
        _backend = new DryRunBackend(_clock);
    }

    /// <summary>Where the executor stands; null before the first delta.</summary>
    public LedgerPosition? Position { get; private set; }

    /// <summary>Prefixes that a kernel would hold now, by a proof like the live one.</summary>
    public int Held()
    {
        _reconciler.Prove(_backend);
        return _reconciler.Held;
    }

    /// <summary>Takes what the ledger says and commits it.</summary>
    public void Apply(BanDelta delta)
    {
        var now = _clock.NowMs;
        var change = new LedgerChange(delta.Position, delta.IsSnapshot, [.. delta.Entries.Select(e => BanTarget.From(e, now))]);
        if (_desired.Apply(change, now, _reconciler.Changes) == DeltaOutcome.Applied) Position = delta.Position;
        _reconciler.Commit(_backend);
    }

    public void Dispose() => _backend.Dispose();
}
