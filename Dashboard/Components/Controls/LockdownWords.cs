using Tegument.Contracts.Api;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Controls;

/// <summary>A lockdown's facts in words. Pure.</summary>
public static class LockdownWords
{
    public static string Admitted(LockdownPreview facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var sources = facts.Sources == 0 ? "" : $"{Said.Of(facts.Sources, "address or network", "addresses and networks")} and ";
        return $"Admitted: {sources}each host’s gateways, resolvers and administrator sessions. Open to everybody: {Ports(facts)}";
    }

    /// <summary>"no port", "TCP 22, 443", "TCP 22 and UDP 51820".</summary>
    public static string Ports(LockdownPreview facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        string[] said = [.. Named("TCP", facts.TcpPorts), .. Named("UDP", facts.UdpPorts)];
        return said.Length == 0 ? "no port" : string.Join(" and ", said);
    }

    private static IEnumerable<string> Named(string protocol, int[] ports)
    {
        const int most = 8;
        if (ports.Length == 0) yield break;
        var more = ports.Length > most ? $" and {ports.Length - most} more" : "";
        yield return $"{protocol} {string.Join(", ", ports.Take(most))}{more}";
    }
}
