namespace Tegument.Contracts.Api;

/// <summary>The body of <c>POST /api/v1/posture/confirm</c>.</summary>
/// <param name="Version">Confirm this version of the posture and no other; null takes the one in force.</param>
public sealed record PostureConfirm(long? Version = null);
