using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Link;

namespace Tegument.Gateway.Tests.Support;

/// <summary>What a host says, with the parts that a test does not care about filled in.</summary>
public static class Given
{
    public static HelloFrame Hello(string host) => new(host, "test", ["sense", "enforce"]);

    /// <summary>A verified scan that has earned a ban in the balanced posture.</summary>
    public static EvidenceBatch Scan(string host, string start, long sequence, params string[] sources)
    {
        var now = DateTimeOffset.UtcNow;
        var items = sources.Select(source => new EvidenceItem(
            IpKey.Parse(source), EvidenceKind.PortScan, Techniques.Syn, 1, 20, 20, 1, now.AddSeconds(-2), now, Verified: true));
        return new EvidenceBatch(host, start, sequence, [.. items], []);
    }

    /// <summary>A verified scan of so many ports.</summary>
    public static EvidenceBatch Ports(string host, long sequence, string source, int ports)
    {
        var now = DateTimeOffset.UtcNow;
        var item = new EvidenceItem(IpKey.Parse(source), EvidenceKind.PortScan, Techniques.Syn, 1, ports, ports, 1, now.AddSeconds(-2), now, Verified: true);
        return new EvidenceBatch(host, "ports", sequence, [item], []);
    }

    public static HostReport Report(string host, bool enforcing, LedgerPosition? applied = null) => new(
        host, "test", ["sense", "enforce"], ["eth0"], enforcing, enforcing ? "nftables" : "dry-run", applied, 0, 0, null, 0, 0, 0, 0, 0,
        Protection.None with { Gateways = [IpKey.Parse("192.0.2.1")] });

    public static IpPrefix Prefix(string text) => IpPrefix.Parse(text);
}
