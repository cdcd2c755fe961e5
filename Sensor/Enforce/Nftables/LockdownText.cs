using System.Globalization;
using System.Text;
using Tegument.Sensor.Enforce.Lockdown;

namespace Tegument.Sensor.Enforce.Nftables;

/// <summary>
/// The nft commands that make the lockdown: two hooked chains that only look whether the set <c>lockdown</c> holds the packet's family, and
/// one that says what passes while it does. The lists are written into the rules, where nobody can change them but by replacing the rule.
/// </summary>
public static class LockdownText
{
    /// <summary>The set whose elements close the host, and the chain that judges what then comes.</summary>
    public const string Name = "lockdown";

    public const string Input = "lockdown_input";
    public const string Forward = "lockdown_forward";

    /// <summary>After connection tracking (-200) and address translation, just before the filters of others.</summary>
    public const int Priority = -10;

    public static IReadOnlyList<string> Chains { get; } = [Input, Forward, Name];

    /// <summary>
    /// What passes whatever the lists say. TCP is judged by its bare SYN: a session older than our table is "new" to connection tracking,
    /// which began with it. ICMP errors belong to such sessions as well. Neighbour discovery is of this link when its hop limit proves it.
    /// </summary>
    private static readonly string[] AlwaysPass =
    [
        "tcp flags & (fin|syn|rst|ack) != syn accept",
        "ct state related accept",
        "meta l4proto != tcp ct state established accept",
        "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept",
        "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept",
        "ip6 hoplimit 255 icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } accept",
        "ip6 hoplimit 1 icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } accept",
        "ip protocol igmp accept",
        "udp sport 67 udp dport 68 accept",
        "ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept",
    ];

    public static string RuleComment(string table, string chain) => $"{table} {chain}";

    public static string AddSet(string table) => $"add set inet {table} {Name} {{ type nf_proto; flags timeout; }}\n";

    public static string DeleteSet(string table) => $"delete set inet {table} {Name}\n";

    /// <summary>Makes the chains where they are missing. Commands must not fail for what exists.</summary>
    public static string AddChains(string table) =>
        $"add chain inet {table} {Name}\n{AddHooked(table, Input, "input")}{AddHooked(table, Forward, "forward")}";

    /// <summary>Removes the chains, whatever kind somebody made of them; the jumps go before what they jump to.</summary>
    public static string DeleteChains(string table)
    {
        var text = new StringBuilder();
        foreach (var chain in Chains) text.Append($"add chain inet {table} {chain}\nflush chain inet {table} {chain}\n");
        foreach (var chain in Chains) text.Append($"delete chain inet {table} {chain}\n");
        return text.ToString();
    }

    public static string FlushChains(string table) => string.Concat(Chains.Select(chain => $"flush chain inet {table} {chain}\n"));

    /// <summary>All rules of the three chains. Equal text is an equal lockdown, the time left apart.</summary>
    public static string Rules(string table, LockdownWish wish)
    {
        var text = new StringBuilder();
        void Add(string chain, string rule) => text.Append(CultureInfo.InvariantCulture, $"add rule inet {table} {chain} {rule} comment \"{RuleComment(table, chain)}\"\n");
        Add(Input, $"meta nfproto @{Name} iifname != \"lo\" jump {Name}");
        if (wish.Paths.Uplinks.Count > 0) Add(Forward, $"meta nfproto @{Name} oifname {{ {Quoted(wish.Paths.Uplinks)} }} accept");
        if (wish.Paths.Inside.Count > 0) Add(Forward, $"meta nfproto @{Name} iifname {{ {Quoted(wish.Paths.Inside)} }} accept");
        Add(Forward, $"meta nfproto @{Name} jump {Name}");
        foreach (var rule in AlwaysPass) Add(Name, rule);
        if (Sources(wish, isIPv4: true) is { } v4) Add(Name, $"ip saddr {{ {v4} }} accept");
        if (Sources(wish, isIPv4: false) is { } v6) Add(Name, $"ip6 saddr {{ {v6} }} accept");
        if (wish.TcpPorts.Count > 0) Add(Name, $"tcp dport {{ {string.Join(", ", wish.TcpPorts)} }} accept");
        if (wish.UdpPorts.Count > 0) Add(Name, $"udp dport {{ {string.Join(", ", wish.UdpPorts)} }} accept");
        Add(Name, "counter drop");
        return text.ToString();
    }

    /// <summary>Empties the set and, when the host is to be closed, fills it anew; in one transaction nobody sees it empty.</summary>
    /// <param name="timeoutMs">0 opens.</param>
    public static string Elements(string table, long timeoutMs)
    {
        var text = $"flush set inet {table} {Name}\n";
        if (timeoutMs <= 0) return text;
        var timeout = new CommandText().Timeout(timeoutMs).ToString();
        return $"{text}add element inet {table} {Name} {{ ipv4{timeout}, ipv6{timeout} }}\n";
    }

    private static string AddHooked(string table, string chain, string hook) =>
        string.Create(CultureInfo.InvariantCulture, $"add chain inet {table} {chain} {{ type filter hook {hook} priority {Priority}; policy accept; }}\n");

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));

    private static string? Sources(LockdownWish wish, bool isIPv4)
    {
        var sources = wish.Sources.Where(s => s.IsIPv4 == isIPv4).ToArray();
        return sources.Length == 0 ? null : string.Join(", ", sources);
    }
}
