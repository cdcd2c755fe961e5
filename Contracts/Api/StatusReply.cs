using Tegument.Contracts.Policy;
using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Api;

/// <summary>The answer to <c>GET /api/v1/status</c>.</summary>
/// <param name="Version">The silo's program version.</param>
/// <param name="Clock">Null from a silo too old to say.</param>
/// <param name="Policy">Null from a silo too old to say.</param>
public sealed record StatusReply(
    string Version,
    DateTimeOffset Started,
    double UptimeSeconds,
    PostureSnapshot Posture,
    FleetTotals Totals,
    LinkTotals Links,
    StorageReport Storage,
    ClockReport? Clock = null,
    PolicyReport? Policy = null);
