namespace Tegument.Sensor.Flows;

/// <summary>UDP services that answer a small question with a large reply and are abused as amplifiers (CISA alert TA14-017A).</summary>
public static class Reflectors
{
    /// <summary>The service's name, or null when the port is none of them.</summary>
    public static string? ServiceOf(ushort sourcePort) => sourcePort switch
    {
        17 => "qotd",
        19 => "chargen",
        53 => "dns",
        69 => "tftp",
        111 => "portmap",
        123 => "ntp",
        137 => "netbios",
        161 => "snmp",
        177 => "xdmcp",
        389 => "cldap",
        500 or 4500 => "isakmp",
        520 => "rip",
        1434 => "mssql",
        1604 => "citrix",
        1900 => "ssdp",
        3283 => "ard",
        3478 => "stun",
        3702 => "ws-discovery",
        5060 => "sip",
        5093 => "sentinel",
        5351 => "nat-pmp",
        5353 => "mdns",
        5683 => "coap",
        10001 => "ubiquiti",
        10074 => "tp240",
        11211 => "memcached",
        17185 => "vxworks",
        27015 => "source-engine",
        27960 => "quake3",
        32414 => "plex",
        33848 => "jenkins",
        37810 => "dahua-dvr",
        _ => null,
    };
}
