using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Sensor.Enforce;

/// <summary>A ban as this host holds it.</summary>
/// <param name="InForce">The last proof found it in the kernel; never true in dry run.</param>
/// <param name="Packets">Packets dropped by it, as of the last proof.</param>
/// <param name="Refusal">Why it is not enforced here; null when it is.</param>
public sealed record EnforcedBan(IpPrefix Prefix, BanOrigin Origin, double SecondsLeft, bool InForce, long Packets, string? Refusal);
