using Tegument.Contracts.Bans;

namespace Tegument.Silo.Host.Storage;

/// <summary>Another firewall that pulls decisions, and how far it has come. One per token and address that the token is used from.</summary>
/// <param name="Agent">What it calls itself, at most <see cref="MaxAgentLength"/> characters.</param>
/// <param name="Position">Every change up to here has been sent to it.</param>
/// <param name="Pulled">The silo's clock at its last pull: ends of bans up to then have been sent to it.</param>
public sealed record Bouncer(string Token, string Address, string Agent, LedgerPosition Position, DateTimeOffset First, DateTimeOffset Pulled)
{
    public const int MaxAgentLength = 200;
}
