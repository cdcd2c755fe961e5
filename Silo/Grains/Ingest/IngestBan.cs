using Tegument.Contracts.Bans;
using Tegument.Contracts.Reputation;

namespace Tegument.Silo.Ingest;

/// <summary>A decision and what the ledger made of it.</summary>
public sealed record IngestBan(BanDecision Decision, BanOutcome Outcome);
