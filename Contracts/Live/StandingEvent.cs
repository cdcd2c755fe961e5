using Tegument.Contracts.Reputation;

namespace Tegument.Contracts.Live;

/// <summary>A source is judged otherwise than before. What changed twice within a moment is told once.</summary>
/// <param name="Key">The address, or the IPv6 network it is judged by.</param>
/// <param name="Reason">Why the standing is what it is; null when it is clean again.</param>
public sealed record StandingEvent(string Key, Standing Before, Standing Standing, double Score, string? Reason, DateTimeOffset At);
