using Orleans;
using Tegument.Contracts.Bans;

namespace Tegument.Contracts.Fleet;

/// <summary>A host's heartbeat: what it runs and how well. Sent every few seconds by the agent.</summary>
/// <param name="Enforcing">False: observe-only, the backend is dry-run.</param>
/// <param name="Applied">Where the executor stands; null without the role or before the first delta.</param>
/// <param name="Decided">Prefixes the ledger wants in this host's kernel.</param>
/// <param name="Enforced">Those that the last read-back of the kernel found; the proof of enforcement.</param>
/// <param name="Stale">The last commit was refused or the read-back failed; why.</param>
/// <param name="KernelDrops">Packets the capture ring lost since the agent started.</param>
/// <param name="Losses">What the sensor's bounds kept from being seen or told since the agent started, each counted by name on the host.</param>
/// <param name="DroppedByBans">Packets the kernel dropped by our sets since they were made.</param>
/// <param name="Lockdown">Null without the role, or from an agent too old to say.</param>
[GenerateSerializer, Immutable, Alias("tegument.HostReport")]
public sealed record HostReport(
    [property: Id(0)] string Host,
    [property: Id(1)] string Version,
    [property: Id(2)] string[] Roles,
    [property: Id(3)] string[] Interfaces,
    [property: Id(4)] bool Enforcing,
    [property: Id(5)] string Backend,
    [property: Id(6)] LedgerPosition? Applied,
    [property: Id(7)] long Decided,
    [property: Id(8)] long Enforced,
    [property: Id(9)] string? Stale,
    [property: Id(10)] long Packets,
    [property: Id(11)] long KernelDrops,
    [property: Id(12)] long Faults,
    [property: Id(13)] long SpooledBatches,
    [property: Id(14)] long DroppedByBans,
    [property: Id(15)] Protection Protection,
    [property: Id(16)] long Losses = 0,
    [property: Id(17)] LockdownReport? Lockdown = null);
