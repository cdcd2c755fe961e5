using Tegument.Contracts.Evidence;

namespace Tegument.Contracts.Api;

/// <summary>Recent incidents on victims, last seen first.</summary>
/// <param name="Total">Remembered incidents that match, on all pages.</param>
/// <param name="Next">Pass as <c>after</c> to get older ones; null at the end.</param>
public sealed record IncidentList(VictimIncident[] Incidents, int Total = 0, string? Next = null);
