using Orleans;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;

namespace Tegument.Contracts.Fleet;

/// <summary>Knows the hosts and the fleet's recent incidents. One grain, key <see cref="Key"/>.</summary>
[Alias("tegument.IFleetGrain")]
public interface IFleetGrain : IGrainWithStringKey
{
    const string Key = "fleet";

    /// <summary>A host speaks; unknown hosts are added, up to 10,000 (then refused with false).</summary>
    [Alias("Heartbeat")]
    Task<bool> Heartbeat(HostReport report);

    [Alias("Hosts")]
    Task<HostStatus[]> Hosts();

    /// <summary>Keeps the newest state of each victim incident; bounded, oldest forgotten first.</summary>
    [Alias("Incidents")]
    Task Record(string sensor, string start, VictimIncident[] incidents);

    /// <summary>Newest first.</summary>
    [Alias("RecentIncidents")]
    Task<VictimIncident[]> RecentIncidents(int limit);

    /// <summary>The hosts added up, for the qualia. Once a second at most.</summary>
    /// <param name="due">What every executor had time to apply; null when not known.</param>
    [Alias("Pulse")]
    Task<FleetPulse> Pulse(LedgerPosition? due);
}
