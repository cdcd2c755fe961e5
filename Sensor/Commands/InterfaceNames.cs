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

    /// <summary>The given ones, or all that are up and not loopback; one at least.</summary>
    public static string[] Resolve(string[] names)
    {
        Check(names);
        if (names.Length > 0) return names;
        var all = NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.NetworkInterfaceType != NetworkInterfaceType.Loopback && i.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .Where(i => i.Name != "lo")
            .Select(i => i.Name)
            .ToArray();
        return all.Length > 0 ? all : throw new CommandException("no network interface but loopback is up; name one with --interface");
    }
}
