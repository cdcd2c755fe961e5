namespace Tegument.Sensor.Capture;

/// <summary>How frames of a Linux interface are framed, by its hardware type (ARPHRD_, linux/if_arp.h).</summary>
internal static class HardwareLink
{
    public const ushort Loopback = 772;

    /// <summary>The hardware types that we read, by how they frame. Walks all numbers: for set-up.</summary>
    public static ILookup<LinkType, ushort> Supported() =>
        Enumerable.Range(0, ushort.MaxValue + 1).Select(n => (ushort)n).Where(n => ToLinkType(n) != LinkType.Unsupported).ToLookup(ToLinkType);

    public static LinkType ToLinkType(ushort hardwareType) => hardwareType switch
    {
        // Ethernet and everything that looks like it (bridges, veth, VLAN devices, Wi-Fi); loopback has an empty Ethernet header.
        1 or Loopback => LinkType.Ethernet,
        // PPP, raw IP modems, IP in IP, IPv6 in IPv6, IPv6 in IPv4, none (tun, WireGuard): the packet begins at its IP header.
        512 or 519 or 768 or 769 or 776 or 65534 => LinkType.Raw,
        _ => LinkType.Unsupported,
    };
}
