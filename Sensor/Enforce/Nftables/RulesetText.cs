using System.Globalization;

namespace Tegument.Sensor.Enforce.Nftables;

/// <summary>The nft commands that make our table. All are harmless when what they make exists.</summary>
internal static class RulesetText
{
    public const string Chain = "input";

    /// <summary>
    /// Neighbour discovery and router advertisements pass before any ban is looked at, or banning a neighbour's network would cut the link
    /// itself. A hop limit of 255 proves that they come from this link (RFC 4861 §6.1, §7.1), so a remote source gains nothing.
    /// </summary>
    private const string NeighbourDiscovery =
        "ip6 hoplimit 255 icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } accept";

    public static string NeighbourComment(string table) => $"{table} neighbour-discovery";

    public static string SetComment(string table, BanSet set) => $"{table} {set.Name}";

    public static string AddTable(string table) => $"add table inet {table} {{ }}\n";

    /// <summary>Raw priority in prerouting: before connection tracking and routing, so established and forwarded packets are dropped as well.</summary>
    public static string AddChain(string table) =>
        $"add chain inet {table} {Chain} {{ type filter hook prerouting priority -300; policy accept; }}\n";

    public static string DeleteChain(string table) => $"delete chain inet {table} {Chain}\n";

    public static string FlushChain(string table) => $"flush chain inet {table} {Chain}\n";

    public static string AddSet(string table, BanSet set, int size)
    {
        var type = set.IsIPv4 ? "ipv4_addr" : "ipv6_addr";
        return string.Create(CultureInfo.InvariantCulture, $"add set inet {table} {set.Name} {{ type {type}; size {size}; flags timeout; counter; }}\n");
    }

    public static string DeleteSet(string table, BanSet set) => $"delete set inet {table} {set.Name}\n";

    public static string AddNeighbourRule(string table) =>
        $"add rule inet {table} {Chain} {NeighbourDiscovery} comment \"{NeighbourComment(table)}\"\n";

    /// <param name="packets">What the counter starts from, so that rebuilding the chain keeps the count.</param>
    public static string AddRule(string table, BanSet set, ulong packets)
    {
        var address = set.IsIPv4 ? "ip saddr" : "ip6 saddr";
        var match = set.Length == set.Bits ? address : $"{address} & {set.Mask}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"add rule inet {table} {Chain} {match} @{set.Name} counter packets {packets} bytes 0 drop comment \"{SetComment(table, set)}\"\n");
    }

    /// <summary>Succeeds whether or not the table exists.</summary>
    public static string Flush(string table) => $"add table inet {table}\ndelete table inet {table}\n";
}
