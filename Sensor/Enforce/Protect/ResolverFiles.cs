using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce.Protect;

/// <summary>Reads the name servers of resolv.conf(5).</summary>
internal static class ResolverFiles
{
    public static IEnumerable<IpKey> NameServers(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || words[0] != "nameserver") continue;

            // A link-local name server carries a zone: fe80::1%eth0.
            var zone = words[1].IndexOf('%', StringComparison.Ordinal);
            if (IpKey.TryParse(zone < 0 ? words[1] : words[1][..zone], out var address)) yield return address;
        }
    }
}
