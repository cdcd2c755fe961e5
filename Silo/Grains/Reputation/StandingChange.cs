using Tegument.Contracts.Reputation;

namespace Tegument.Silo.Reputation;

/// <summary>A source whose standing is another than when it was last told.</summary>
/// <param name="Before">As last told.</param>
public sealed record StandingChange(string Key, Standing Before, Standing Standing, double Score, string? Reason, DateTimeOffset At);
