using Tegument.Contracts.Evidence;

namespace Tegument.Contracts.Live;

/// <summary>Something happens to a victim: its newest totals, which replace earlier ones of the same sensor and id.</summary>
public sealed record IncidentEvent(string Sensor, VictimIncident Incident);
