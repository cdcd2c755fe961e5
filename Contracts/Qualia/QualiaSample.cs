using Orleans;
using Tegument.Contracts.Bans;

namespace Tegument.Contracts.Qualia;

/// <summary>What one silo has counted since its last sample. Every list is bounded.</summary>
/// <param name="Sensors">By sensor, greatest first. Beyond a few thousand a second a fair sample, scaled up.</param>
/// <param name="Sources">By source address, greatest first; likewise.</param>
/// <param name="Ledger">Where the ledger stood when this silo last saw it move; null when it lives elsewhere.</param>
[GenerateSerializer, Immutable, Alias("tegument.QualiaSample")]
public sealed record QualiaSample(
    [property: Id(0)] EvidenceCount[] Evidence,
    [property: Id(1)] PointsOf[] Sensors,
    [property: Id(2)] PointsOf[] Sources,
    [property: Id(3)] SevereHit[] Severe,
    [property: Id(4)] long Bans,
    [property: Id(5)] LedgerPosition? Ledger)
{
    public static readonly QualiaSample Nothing = new([], [], [], [], 0, null);
}
