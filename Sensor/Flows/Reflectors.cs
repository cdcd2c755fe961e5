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
        389 => "ldap",
        500 or 4500 => "isakmp",
        520 => "rip",
        1434 => "mssql",
        1900 => "ssdp",
        3283 => "ard",
        3702 => "ws-discovery",
        5353 => "mdns",
        5683 => "coap",
        10001 => "ubiquiti",
        11211 => "memcached",
        _ => null,
    };
}
