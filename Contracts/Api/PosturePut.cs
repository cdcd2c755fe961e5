using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Api;

/// <summary>The body of <c>PUT /api/v1/posture</c>.</summary>
/// <param name="Reason">1 to 500 characters.</param>
/// <param name="UntilSeconds">From now; the posture before returns then. Null holds until the next change.</param>
/// <param name="ConfirmWithinSeconds">For a lockdown: unless confirmed within it, the posture before returns; 10 to 600, null takes the policy's.</param>
public sealed record PosturePut(PostureLevel Level, string Reason, double? UntilSeconds = null, double? ConfirmWithinSeconds = null);
