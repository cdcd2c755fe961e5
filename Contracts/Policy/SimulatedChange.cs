namespace Tegument.Contracts.Policy;

/// <summary>A source that one of two policies bans and the other does not.</summary>
/// <param name="Address">What is judged: an address, or an IPv6 /64.</param>
/// <param name="At">When the one policy bans it first.</param>
/// <param name="RunningScore">The highest by the running policy.</param>
/// <param name="ProposedScore">The highest by the proposed one.</param>
/// <param name="TtlSeconds">Of that ban.</param>
/// <param name="Reason">Of that ban.</param>
/// <param name="Note">Why the other policy holds back although the score would do ("protected: allow list ..."); null when it does not.</param>
public sealed record SimulatedChange(
    string Address, DateTimeOffset At, double RunningScore, double ProposedScore, double TtlSeconds, bool Verified, string Reason, string? Note);
