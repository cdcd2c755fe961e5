using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Mcp;

/// <summary>Tools that change nothing. Safe on any thread.</summary>
internal sealed class ReadTools(TegumentClient client)
{
    /// <summary>Rows of one answer: what an assistant reads costs it dearly.</summary>
    private const int Most = 200;

    public IEnumerable<McpServerTool> All =>
    [
        ToolCalls.Tool("status", "The fleet in numbers: posture, bans, hosts online and enforcing, storage, clock.", Status),
        ToolCalls.Tool("attackers", "Who was hostile in a period, worst first, from recorded evidence: kinds and counts, when first and last seen, whether a ban covers them now.", Attackers),
        ToolCalls.Tool("qualia", "How the fleet feels now: pressure, temperature and pain, each with what is usual and where it comes from.", Qualia),
        ToolCalls.Tool("explain", "Why one IP address is banned or not: evidence with points that sum up to its score, thresholds, sensors, protection, bans, and the smallest change that would flip the outcome.", Explain),
        ToolCalls.Tool("bans", "Active bans, a page at a time, optionally of one origin or those that contain an address.", Bans),
        ToolCalls.Tool("incidents", "Recent floods, amplifications, spoofs and alerts by their victim, newest first.", Incidents),
        ToolCalls.Tool("hosts", "The fleet's hosts: roles, whether they enforce, what their kernels hold of what was decided, packets, losses, trouble.", Hosts),
        ToolCalls.Tool("posture", "The posture in force, who set it, why and until when.", Posture),
        ToolCalls.Tool("feeds", "The block lists that the fleet subscribes to and how they fare.", Feeds),
    ];

    private Task<string> Status(CancellationToken cancel) => ToolCalls.Json(() => client.StatusAsync(cancel), ApiJson.Default.StatusReply);

    private Task<string> Attackers(
        [Description("From when on: a time such as 2026-01-31T22:00:00Z, or how long ago, such as 12h; a day without")] string? since = null,
        [Description("Up to when, in the same forms; now without")] string? until = null,
        [Description("1 to 200")] int limit = 20,
        CancellationToken cancel = default) =>
        ToolCalls.Json(() => client.AttackersAsync(since, until, Math.Clamp(limit, 1, Most), cancel), ApiJson.Default.AttackerList);

    private Task<string> Qualia(CancellationToken cancel) => ToolCalls.Json(() => client.QualiaAsync(cancel), ApiJson.Default.QualiaSnapshot);

    private Task<string> Explain([Description("An IPv4 or IPv6 address")] string address, CancellationToken cancel)
    {
        var key = ToolCalls.Address(address);
        return ToolCalls.Json(() => client.ExplainAsync(key, cancel), ApiJson.Default.Explanation);
    }

    private Task<string> Bans(
        [Description("automatic, manual, feed or api; all without")] string? origin = null,
        [Description("Only bans that contain this address")] string? covering = null,
        [Description("The 'next' of the page before")] string? after = null,
        [Description("1 to 200")] int limit = 50,
        CancellationToken cancel = default)
    {
        BanOrigin? only = null;
        if (origin is not null) only = WireName.TryParse<BanOrigin>(origin, out var known) ? known : throw new McpException("origin: expected automatic, manual, feed or api");
        var filter = new BanFilter(Math.Clamp(limit, 1, Most), after, only, covering is null ? null : ToolCalls.Address(covering));
        return ToolCalls.Json(() => client.BansAsync(filter, cancel), ApiJson.Default.BanList);
    }

    private Task<string> Incidents([Description("1 to 200")] int limit = 50, CancellationToken cancel = default) =>
        ToolCalls.Json(() => client.IncidentsAsync(Math.Clamp(limit, 1, Most), cancel), ApiJson.Default.IncidentList);

    private Task<string> Hosts(CancellationToken cancel) => ToolCalls.Json(() => client.HostsAsync(cancel), ApiJson.Default.HostList);

    private Task<string> Posture(CancellationToken cancel) => ToolCalls.Json(() => client.PostureAsync(cancel), ApiJson.Default.PostureSnapshot);

    private Task<string> Feeds(CancellationToken cancel) => ToolCalls.Json(() => client.FeedsAsync(cancel), ApiJson.Default.FeedList);
}
