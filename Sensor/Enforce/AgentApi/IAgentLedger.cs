using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce.AgentApi;

/// <summary>
/// The way from this host's local API to the ledger. A null token means that nobody gave one and the API is open: the agent's own is used.
/// Safe on any thread. Answers within a few seconds, with <see cref="AgentOutcome.Away"/> when the silo does not.
/// </summary>
public interface IAgentLedger
{
    /// <summary>Answers <see cref="AgentOutcome.Done"/> only once the ledger has committed the ban.</summary>
    /// <param name="ttl">Null leaves it to the ledger's default.</param>
    Task<AgentAnswer> Ban(IpPrefix prefix, string reason, TimeSpan? ttl, string? token, CancellationToken cancellation);

    /// <param name="only">Lifts only bans whose reason begins so; null lifts any that the token may lift.</param>
    Task<AgentAnswer> Unban(IpPrefix prefix, string reason, string? only, string? token, CancellationToken cancellation);

    /// <summary>Whether the bearer may see this host's bans and state.</summary>
    Task<AgentAnswer> MayRead(string? token, CancellationToken cancellation);
}
