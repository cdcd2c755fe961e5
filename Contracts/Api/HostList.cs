using Tegument.Contracts.Fleet;

namespace Tegument.Contracts.Api;

/// <summary>All hosts the fleet knows.</summary>
public sealed record HostList(HostStatus[] Hosts);
