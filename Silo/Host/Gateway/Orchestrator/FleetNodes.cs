using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Fleet;
using Tegument.Silo.Host.Gateway.Problems;

namespace Tegument.Silo.Host.Gateway.Orchestrator;

/// <summary>
/// Our hosts as an orchestrator's nodes. What we do not measure (processor, memory, connections) is null for a node and 0 in the sums, as it is
/// there for nodes without metrics; what we do know stands beside, in members of our own.
/// </summary>
internal static class FleetNodes
{
    public static async Task<JsonArray> List(IGrainFactory grains) => new([.. (await Hosts(grains)).Select(NodeOf)]);

    public static async Task<JsonObject> Get(string nodeId, IGrainFactory grains) =>
        (await Hosts(grains)).FirstOrDefault(host => IdOf(host.Report.Host).ToString() == nodeId.ToLowerInvariant()) is { } host
            ? NodeOf(host)
            : throw ApiProblemException.NotFound($"there is no node '{nodeId}'");

    public static async Task<JsonObject> Statistics(IGrainFactory grains)
    {
        var hosts = await Hosts(grains);
        var online = hosts.Where(host => host.Online).ToArray();
        var enforcing = online.Where(host => host.Report.Enforcing).ToArray();
        var bans = await grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key).List(new BanQuery(1));
        return new JsonObject
        {
            ["total_nodes"] = hosts.Length,
            ["active_nodes"] = online.Length,
            ["dead_nodes"] = hosts.Length - online.Length,
            ["avg_cpu_usage"] = 0.0,
            ["avg_memory_usage"] = 0.0,
            ["total_pps"] = 0,
            ["total_connections"] = 0,
            ["enforcing_nodes"] = enforcing.Length,
            ["blocked_ips"] = bans.Total,
            ["decided"] = enforcing.Sum(host => host.Report.Decided),
            ["enforced"] = enforcing.Sum(host => host.Report.Enforced),
            ["packets"] = online.Sum(host => host.Report.Packets),
            ["dropped_by_bans"] = online.Sum(host => host.Report.DroppedByBans),
        };
    }

    /// <summary>Those programs name nodes by UUID; a host's is made of its name, so that it stays.</summary>
    internal static Guid IdOf(string host) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"tegument-host:{host}")).AsSpan(0, 16), bigEndian: true);

    private static Task<HostStatus[]> Hosts(IGrainFactory grains) => grains.GetGrain<IFleetGrain>(IFleetGrain.Key).Hosts();

    private static JsonObject NodeOf(HostStatus host)
    {
        var report = host.Report;
        return new JsonObject
        {
            ["node_id"] = IdOf(report.Host).ToString(),
            ["public_ip"] = AddressOf(report.Protection.Own),
            ["last_heartbeat"] = host.LastSeen.UtcDateTime,
            ["status"] = host.Online ? "Active" : "Dead",
            ["metrics"] = null,
            ["registered_at"] = host.LastSeen.UtcDateTime, // We keep no other time of a host.
            ["config"] = new JsonObject { ["node_type"] = "tegument", ["region"] = null, ["tags"] = new JsonArray([.. report.Roles.Select(role => JsonValue.Create(role))]) },
            ["hostname"] = report.Host,
            ["version"] = report.Version,
            ["enforcing"] = report.Enforcing,
            ["decided"] = report.Decided,
            ["enforced"] = report.Enforced,
            ["packets"] = report.Packets,
            ["dropped_by_bans"] = report.DroppedByBans,
            ["stale"] = report.Stale,
        };
    }

    private static string AddressOf(IpKey[] own)
    {
        var usable = own.Where(address => !address.IsLoopback && !address.IsLinkLocal).ToArray();
        return (usable.FirstOrDefault(address => address.IsIPv4) is { IsUnspecified: false } first && first != default ? first : usable.FirstOrDefault(IpKey.FromIPv4(0))).ToString();
    }
}
