namespace Tegument.Contracts.Api;

/// <summary>The answer to <c>GET /api/v1/evidence</c>: incidents, the latest told first.</summary>
/// <param name="Next">Pass as <c>after</c> to go on; null at the end. May be set where few match, or none: work per call is bounded.</param>
public sealed record EvidenceList(EvidenceRow[] Items, string? Next);
