using Tegument.Contracts.Bans;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Enforce;

/// <summary>The executor as the link sees it. Safe on any thread.</summary>
public sealed class LinkExecutor(Executor executor) : ILinkExecutor
{
    public LedgerPosition? Position => executor.Status is { SnapshotNeeded: false } status ? status.Applied : null;

    public void Take(BanDelta delta) => executor.Submit(delta);

    // The outcome shows in the next heartbeat: observe-only, or why not.
    public void Flush(string actor, string reason) => _ = executor.Flush(actor, reason);
}
