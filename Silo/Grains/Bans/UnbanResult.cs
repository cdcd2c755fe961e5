using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>What an unban did.</summary>
/// <param name="Lifted">Empty when nothing was banned by exactly this prefix.</param>
/// <param name="Covering">Bans that still hold the address, or the prefix' first address: an unban never cuts a hole into a wider ban.</param>
public sealed record UnbanResult(Ban[] Lifted, Ban[] Covering);
