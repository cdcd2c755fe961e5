using System.Collections.Frozen;

namespace Tegument.Silo.Host.Recording;

/// <summary>Well-known services by port: what attackers look for, by the names that people use, which are IANA's for most. Pure.</summary>
internal static class KnownServices
{
    private static readonly FrozenDictionary<int, string> Tcp = new Dictionary<int, string>
    {
        [20] = "ftp-data", [21] = "ftp", [22] = "ssh", [23] = "telnet", [25] = "smtp", [43] = "whois", [53] = "dns", [79] = "finger", [80] = "http", [88] = "kerberos",
        [102] = "s7", [110] = "pop3", [111] = "sunrpc", [113] = "ident", [119] = "nntp", [135] = "msrpc", [139] = "netbios", [143] = "imap", [179] = "bgp", [199] = "smux",
        [389] = "ldap", [443] = "https", [445] = "smb", [464] = "kpasswd", [465] = "smtps", [502] = "modbus", [512] = "exec", [513] = "login", [514] = "shell", [515] = "printer",
        [548] = "afp", [554] = "rtsp", [587] = "submission", [593] = "msrpc-http", [631] = "ipp", [636] = "ldaps", [646] = "ldp", [873] = "rsync", [902] = "vmware-auth",
        [989] = "ftps-data", [990] = "ftps", [992] = "telnets", [993] = "imaps", [995] = "pop3s", [1080] = "socks", [1099] = "rmiregistry", [1433] = "mssql", [1521] = "oracle",
        [1723] = "pptp", [1883] = "mqtt", [2049] = "nfs", [2375] = "docker", [2376] = "docker-tls", [2379] = "etcd", [3128] = "squid", [3260] = "iscsi", [3268] = "ldap-gc",
        [3306] = "mysql", [3389] = "rdp", [5060] = "sip", [5061] = "sips", [5222] = "xmpp", [5432] = "postgresql", [5555] = "adb",
        [5601] = "kibana", [5672] = "amqp", [5900] = "vnc", [5985] = "winrm", [5986] = "winrm-tls", [6000] = "x11", [6379] = "redis", [6443] = "kubernetes", [6667] = "irc",
        [7001] = "weblogic", [8000] = "http-alt", [8008] = "http-alt", [8080] = "http-alt", [8086] = "influxdb", [8443] = "https-alt", [8883] = "mqtt-tls", [8888] = "http-alt",
        [9042] = "cassandra", [9092] = "kafka", [9100] = "jetdirect", [9200] = "elasticsearch", [10250] = "kubelet", [11211] = "memcached",
        [27017] = "mongodb",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, string> Udp = new Dictionary<int, string>
    {
        [17] = "qotd", [19] = "chargen", [53] = "dns", [67] = "dhcp", [68] = "dhcp", [69] = "tftp", [88] = "kerberos", [111] = "sunrpc", [123] = "ntp", [137] = "netbios",
        [138] = "netbios", [161] = "snmp", [162] = "snmptrap", [389] = "ldap", [443] = "https", [500] = "isakmp", [514] = "syslog", [520] = "rip", [623] = "ipmi", [1194] = "openvpn",
        [1434] = "mssql-browser", [1645] = "radius", [1701] = "l2tp", [1812] = "radius", [1900] = "ssdp", [2049] = "nfs", [3283] = "apple-remote", [3478] = "stun", [3702] = "ws-discovery",
        [4500] = "ipsec-nat-t", [5060] = "sip", [5353] = "mdns", [5355] = "llmnr", [5683] = "coap", [10001] = "ubnt-discovery", [11211] = "memcached", [51820] = "wireguard",
    }.ToFrozenDictionary();

    /// <param name="protocol">"udp"; anything else is looked up as TCP.</param>
    public static string? NameOf(int port, string protocol) => (protocol == "udp" ? Udp : Tcp).GetValueOrDefault(port);
}
