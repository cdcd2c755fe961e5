using Tegument.Contracts.Fleet;

namespace Tegument.Contracts.Api;

/// <summary>Hosts that the fleet knows, by name.</summary>
/// <param name="Total">Hosts that match, on all pages.</param>
/// <param name="Next">Pass as <c>after</c> to get the next page; null at the end.</param>
public sealed record HostList(HostStatus[] Hosts, int Total = 0, string? Next = null);
