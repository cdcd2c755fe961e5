using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Host.Storage;

/// <summary>A ban of this prefix ended, or was replaced by one that ends at another time. Another ban of it may stand.</summary>
/// <param name="At">When it ended, or would have.</param>
public readonly record struct BanEnd(IpPrefix Prefix, DateTimeOffset At);
