namespace Tegument.Contracts.Api;

/// <summary>The fleet in a few numbers.</summary>
/// <param name="Bans">Active bans in the ledger.</param>
/// <param name="Hosts">Hosts ever heard of.</param>
/// <param name="Online">Hosts with a recent heartbeat.</param>
/// <param name="Enforcing">Of those, the ones whose kernel is closed; the rest only observe.</param>
/// <param name="Decided">Prefixes that the enforcing hosts should hold, added up.</param>
/// <param name="Enforced">Those that their last read-back found in the kernel.</param>
public sealed record FleetTotals(long Bans, int Hosts, int Online, int Enforcing, long Decided, long Enforced);
