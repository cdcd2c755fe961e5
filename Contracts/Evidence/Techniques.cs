namespace Tegument.Contracts.Evidence;

/// <summary>
/// The technique names of our own detectors. A technique is a string on the wire, since a signature's or a log rule's id stands in the
/// same place; these are the frozen ones.
/// </summary>
public static class Techniques
{
    public const string Syn = "syn";
    public const string Connect = "connect";
    public const string Null = "null";
    public const string Fin = "fin";
    public const string Xmas = "xmas";
    public const string SynFin = "syn-fin";
    public const string Ack = "ack";
    public const string Maimon = "maimon";
    public const string Udp = "udp";
    public const string Echo = "echo";
    public const string Arp = "arp";

    /// <summary>Amplification through a server of ours: this and the service's name.</summary>
    public const string Reflector = "reflector-";

    /// <summary>The same by handshakes that nobody finishes.</summary>
    public const string ReflectorTcp = Reflector + "tcp";

    /// <summary>Anomaly of who pings with changing data.</summary>
    public const string IcmpTunnel = "icmp-tunnel";

    /// <summary>DNS tunnel: a burst of data in names and answers.</summary>
    public const string DnsStream = "stream";

    /// <summary>DNS tunnel: one name that can only be data.</summary>
    public const string DnsQuery = "query";

    /// <summary>Anomaly: fragments of one datagram that lie over one another (RFC 5722; the teardrop attack).</summary>
    public const string OverlappingFragments = "overlapping-fragments";

    /// <summary>Anomaly: first fragments that end before the transport header does (RFC 1858).</summary>
    public const string TinyFragments = "tiny-fragments";

    /// <summary>Malformed: lengths within one packet that contradict one another.</summary>
    public const string BadLength = "bad-length";

    /// <summary>Malformed, an incident on the victim: source and destination are the same address and port.</summary>
    public const string Land = "land";

    /// <summary>Anomaly on the address that is claimed; names a hardware address.</summary>
    public const string ArpSpoof = "arp-spoof";

    /// <summary>The same in IPv6 neighbour discovery.</summary>
    public const string NdSpoof = "nd-spoof";

    // Services whose logins are guessed.
    public const string Ssh = "ssh";
    public const string Rdp = "rdp";
    public const string Ftp = "ftp";
    public const string Smtp = "smtp";
    public const string Imap = "imap";
    public const string Pop3 = "pop3";
    public const string MySql = "mysql";
    public const string Postgres = "postgres";
    public const string Telnet = "telnet";
    public const string HttpBasic = "http-basic";

    /// <summary>Signature: many unfinished requests held open at one time.</summary>
    public const string SlowHttp = "slow-http";
}
