using System.Net.NetworkInformation;

namespace Tegument.Sensor.Commands;

/// <summary>Which network interfaces to watch.</summary>
public static class InterfaceNames
{
    /// <exception cref="CommandException">A name that no interface bears, with those that exist.</exception>
    public static void Check(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var known = NetworkInterface.GetAllNetworkInterfaces().Select(i => i.Name).ToArray();
        foreach (var name in names)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                throw new CommandException($"--interface {name}: no such interface; there are {string.Join(", ", known)}", ExitCode.BadInput);
        }
    }

    /// <summary>
    /// The given ones, or all that are up, but loopback and those whose packets another one shows as well (the ports of a bridge, the
    /// members of a bond, the VLANs of an interface): seen twice is counted twice. One at least.
    /// </summary>
    public static string[] Resolve(string[] names)
    {
        Check(names);
        if (names.Length > 0) return names;
        var all = NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.NetworkInterfaceType != NetworkInterfaceType.Loopback && i.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .Where(i => i.Name != "lo")
            .Select(i => i.Name)
            .Where(name => !IsPart(name))
            .ToArray();
        // A VLAN's packets are seen on the interface below it already.
        string[] whole = [.. all.Where(name => !Lower(name).Any(all.Contains))];
        return whole.Length > 0 ? whole : throw new CommandException("no network interface but loopback is up; name one with --interface");
    }

    private static bool IsPart(string name) => Directory.Exists($"/sys/class/net/{name}/master");

    private static IEnumerable<string> Lower(string name)
    {
        var folder = $"/sys/class/net/{name}";
        return Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder, "lower_*").Select(p => Path.GetFileName(p)["lower_".Length..]) : [];
    }
}
