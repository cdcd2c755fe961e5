using Tegument.Contracts.Evidence;

namespace Tegument.Contracts.Api;

/// <summary>Recent incidents on victims, newest first.</summary>
public sealed record IncidentList(VictimIncident[] Incidents);
