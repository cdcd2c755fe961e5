namespace Tegument.Contracts.Api;

/// <summary>A firewall of another maker that pulls decisions. One per token and address that the token is used from.</summary>
/// <param name="Token">The id of its token.</param>
/// <param name="Name">The name of its token; null when that is gone.</param>
/// <param name="Address">Where it pulls from.</param>
/// <param name="Agent">What it calls itself: from outside, and only to be shown.</param>
/// <param name="LastPull">Its last complete pull; one that is late by more than its own interval enforces what it last heard.</param>
/// <param name="Revision">The ledger's revision up to which it has been sent every change.</param>
public sealed record BouncerView(string Token, string? Name, string Address, string Agent, DateTimeOffset FirstSeen, DateTimeOffset LastPull, long Revision);
