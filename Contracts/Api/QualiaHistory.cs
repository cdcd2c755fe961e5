using Tegument.Contracts.Qualia;

namespace Tegument.Contracts.Api;

/// <summary>The answer to <c>GET /api/v1/qualia/history</c>, oldest first. Steps in which no second was computed are left out.</summary>
/// <param name="StepSeconds">How far the points lie apart.</param>
public sealed record QualiaHistory(DateTimeOffset Since, int StepSeconds, QualiaPoint[] Points);
