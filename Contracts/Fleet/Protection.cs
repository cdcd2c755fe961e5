using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Fleet;

/// <summary>
/// What a host must never ban, read from the machine: its addresses, gateways, resolvers, and the sources of authenticated administrator
/// sessions. <paramref name="OnLink"/> are the networks it has an address in; IPv6 neighbours there are judged one by one.
/// </summary>
[GenerateSerializer, Immutable, Alias("tegument.Protection")]
public sealed record Protection(
    [property: Id(0)] IpKey[] Own,
    [property: Id(1)] IpKey[] Gateways,
    [property: Id(2)] IpKey[] Resolvers,
    [property: Id(3)] IpKey[] Sessions,
    [property: Id(4)] IpPrefix[] OnLink)
{
    public static readonly Protection None = new([], [], [], [], []);
}
