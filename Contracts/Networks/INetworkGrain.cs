using Orleans;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Networks;

/// <summary>
/// Judges one network by how many of its members are banned on verified evidence. Key: an IPv4 /24, or an IPv6 /56 or /48, as text. Told
/// when a member's ban begins or ends, never per evidence; what it answers is to be made true in the ledger by the caller.
/// </summary>
[Alias("tegument.INetworkGrain")]
public interface INetworkGrain : IGrainWithStringKey
{
    /// <summary>Members' bans were made, or last longer.</summary>
    [Alias("Began")]
    Task<NetworkChange> Began(NetworkSibling[] siblings);

    /// <summary>Members' bans ended before their time.</summary>
    [Alias("Ended")]
    Task<NetworkChange> Ended(IpPrefix[] siblings);

    /// <summary>The network's own ban is gone from the ledger. A pardon: it is not made again for members who were banned before.</summary>
    [Alias("Lift")]
    Task Lift(bool pardon);

    /// <summary>The ledger would not make the ban.</summary>
    [Alias("Refused")]
    Task Refused(string why);

    [Alias("View")]
    Task<NetworkView> View();
}
