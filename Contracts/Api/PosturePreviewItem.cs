using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Api;

/// <summary>A source that a posture would treat otherwise.</summary>
/// <param name="Why">What would ban it, what bans it now, or what holds a ban back; to be escaped wherever shown.</param>
public sealed record PosturePreviewItem(IpPrefix Address, double Score, string Why);
