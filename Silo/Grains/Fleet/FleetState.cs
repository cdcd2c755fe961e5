using Orleans;

namespace Tegument.Silo.Fleet;

/// <summary>What is stored of the fleet: its hosts by name, at most <see cref="MaxHosts"/>.</summary>
[GenerateSerializer, Alias("tegument.FleetState")]
public sealed class FleetState
{
    public const int MaxHosts = 10_000;

    [Id(0)] public Dictionary<string, HostRecord> Hosts { get; set; } = [];
}
