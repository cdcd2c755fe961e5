using Tegument.Contracts.Bans;

namespace Tegument.Sensor.Enforce;

/// <summary>One or several deltas of a shard, merged: at most one target for a prefix.</summary>
/// <param name="IsSnapshot">The targets are all there is in this shard.</param>
public sealed record LedgerChange(LedgerPosition Position, bool IsSnapshot, IReadOnlyCollection<BanTarget> Targets);
