using System.Net.NetworkInformation;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce.Protect;

/// <summary>This host's addresses and the networks they lie in, as the system tells them for the calling thread's network namespace.</summary>
internal static class OwnAddresses
{
    /// <exception cref="NetworkInformationException">The system does not tell.</exception>
    public static (HashSet<IpKey> Own, HashSet<IpPrefix> OnLink) Read()
    {
        HashSet<IpKey> own = [];
        HashSet<IpPrefix> onLink = [];
        foreach (var network in NetworkInterface.GetAllNetworkInterfaces())
        {
            foreach (var unicast in network.GetIPProperties().UnicastAddresses)
            {
                var address = IpKey.From(unicast.Address);
                own.Add(address);
                if (!address.IsLoopback) onLink.Add(new IpPrefix(address, Math.Clamp(unicast.PrefixLength, 0, address.Bits)));
            }
        }

        return (own, onLink);
    }
}
