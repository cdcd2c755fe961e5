using System.Globalization;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce.Protect;

/// <summary>Reads the default gateways from the kernel's tables (proc_net(5): route, ipv6_route). Lines that do not parse are skipped.</summary>
internal static class RoutingTables
{
    /// <summary>Columns: interface, destination, gateway, flags, references, use, metric, mask; addresses as the hexadecimal of a host-order word.</summary>
    public static IEnumerable<IpKey> GatewaysOfRoute(IEnumerable<string> lines)
    {
        foreach (var line in lines.Skip(1))
        {
            var columns = line.Split('\t', StringSplitOptions.TrimEntries);
            if (columns.Length < 8 || columns[1] != "00000000" || columns[7] != "00000000") continue;
            if (ProcAddress.TryRead(columns[2], out var gateway) && !gateway.IsUnspecified) yield return gateway;
        }
    }

    /// <summary>Columns: destination, its length, source, its length, next hop, metric, references, use, flags, interface; addresses in network order.</summary>
    public static IEnumerable<IpKey> GatewaysOfIpv6Route(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length < 10 || columns[1] != "00" || columns[0].Trim('0').Length != 0 || columns[4].Length != 32) continue;
            if (!ulong.TryParse(columns[4].AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var upper)) continue;
            if (!ulong.TryParse(columns[4].AsSpan(16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var lower)) continue;
            var gateway = new IpKey(upper, lower);
            if (!gateway.IsUnspecified) yield return gateway;
        }
    }

    /// <summary>The interfaces of default routes, with or without a gateway; from the lines of route and of ipv6_route.</summary>
    public static IEnumerable<string> DefaultInterfaces(IEnumerable<string> route, IEnumerable<string> ipv6Route)
    {
        foreach (var line in route.Skip(1))
        {
            var columns = line.Split('\t', StringSplitOptions.TrimEntries);
            if (columns.Length >= 8 && columns[1] == "00000000" && columns[7] == "00000000") yield return columns[0];
        }

        foreach (var line in ipv6Route)
        {
            // Where there is no route at all, the kernel lists a default one to lo.
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length >= 10 && columns[1] == "00" && columns[0].Trim('0').Length == 0 && columns[^1] != "lo") yield return columns[^1];
        }
    }
}
