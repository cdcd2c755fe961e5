using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Bans;

/// <summary>What an executor must enforce for one prefix: the longest of all origins' bans. Seconds left, never a deadline of another machine's clock.</summary>
/// <param name="SecondsLeft">More than zero in a snapshot; zero in a delta says that the prefix is no longer banned.</param>
[GenerateSerializer, Immutable, Alias("tegument.BanEntry")]
public sealed record BanEntry(
    [property: Id(0)] IpPrefix Prefix,
    [property: Id(1)] double SecondsLeft,
    [property: Id(2)] BanOrigin Origin);
