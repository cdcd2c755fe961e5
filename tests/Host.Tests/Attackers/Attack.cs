namespace Tegument.Host.Tests.Attackers;

/// <summary>One real tool against the protected host, and what it must be called.</summary>
/// <param name="Number">The attacker's address is 10.93.1.NUMBER.</param>
/// <param name="Command">A shell's line; {0} is the attacker's address, {1} the hardware address of the host's side.</param>
internal sealed record Attack(string Name, int Number, string Kind, string Technique, string Command)
{
    /// <summary>Probes 15 seconds apart: the slowest scan that ten points a port and a half-life of ten minutes still catch.</summary>
    public const string Slowest = "nmap -T1";

    /// <summary>Whose names the decoys bear: the one who uses them, somebody, the host's gateway, its resolver, the host itself, an administrator at work.</summary>
    public const string DecoyUser = "10.93.1.64";
    public const string Stranger = "10.93.1.62";
    public const string Gateway = "10.93.1.60";
    public const string Resolver = "10.93.1.61";
    public const string Own = "10.93.2.1";
    public const string Administrator = "10.93.2.28";

    public static readonly Attack[] All =
    [
        new("masscan, one host", 31, "port-scan", "syn", "masscan -p 1-60 --rate 200 --wait 1 -e eth0 --source-ip {0} --router-mac {1} 10.93.1.1"),
        new("masscan, a network", 32, "host-sweep", "syn", "masscan -p 445 --rate 200 --wait 1 -e eth0 --source-ip {0} --router-mac {1} 10.93.3.2-10.93.3.60"),
        new("nmap -T2", 33, "port-scan", "syn", "nmap -n -Pn -sS -T2 -p 1-40 -S {0} -e eth0 10.93.1.1"),
        new("nmap from port 53", 34, "port-scan", "syn", "nmap -n -Pn -sS -g 53 -p 1001-1040 -S {0} -e eth0 10.93.1.1"),
        new("nmap from port 443", 35, "port-scan", "ack", "nmap -n -Pn -sA -g 443 -p 2001-2040 -S {0} -e eth0 10.93.1.1"),
        new("nmap -sU from port 53", 36, "port-scan", "udp", "nmap -n -Pn -sU -g 53 -p 2001-2040 -S {0} -e eth0 10.93.1.1"),
        new("nmap with padding", 37, "port-scan", "syn", "nmap -n -Pn -sS --data-length 25 -p 1-40 -S {0} -e eth0 10.93.1.1"),
        new("nmap in fragments", 38, "port-scan", "syn", "nmap -n -Pn -sS -f -p 1-40 -S {0} -e eth0 10.93.1.1"),
        // Asks each open port for its version: from the interface's first address, since it connects.
        new("nmap -sV", 2, "port-scan", "connect", "nmap -n -Pn -sT -sV -p 1-100 10.93.1.1"),
        new("nmap with decoys", 64, "port-scan", "syn", $"nmap -n -Pn -sS -p 1-60 -D {Stranger},{Gateway},{Resolver},{Own},{Administrator},ME -S {{0}} -e eth0 10.93.1.1"),
        new(Slowest, 39, "port-scan", "syn", "nmap -n -Pn --disable-arp-ping -sS -T1 -p 1-40 -S {0} -e eth0 10.93.1.1"),
    ];

    public string Address => $"10.93.1.{Number}";

    /// <summary>All of them but the slowest tool end within a minute.</summary>
    public TimeSpan Patience => Name == Slowest ? TimeSpan.FromMinutes(7) : TimeSpan.FromSeconds(90);

    public override string ToString() => Name;
}
