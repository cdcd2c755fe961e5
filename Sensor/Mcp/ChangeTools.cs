using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Mcp;

/// <summary>Tools that change something; offered only when whoever started the server said so. Each asks for a reason, which is audited.</summary>
internal sealed class ChangeTools(TegumentClient client)
{
    private const string Why = "Why, for the audit log; say who asked";

    public IEnumerable<McpServerTool> All =>
    [
        ToolCalls.Tool("ban", "Bans an address or prefix for a while. Protected addresses are refused.", Ban, changes: true),
        ToolCalls.Tool("unban", "Lifts the bans of exactly this address or prefix.", Unban, changes: true),
        ToolCalls.Tool("set_posture", "Sets the fleet's posture for a while. Lockdown is not offered: it needs a person who confirms it.", SetPosture, changes: true),
    ];

    private Task<string> Ban(
        [Description("An address, or ADDRESS/LENGTH")] string address,
        [Description(Why)] string reason,
        [Description("Seconds, at least 1")] double seconds = BanCreate.DefaultTtlSeconds,
        CancellationToken cancel = default)
    {
        var prefix = ToolCalls.Prefix(address);
        return ToolCalls.Json(() => client.BanAsync(new BanCreate(prefix, reason, seconds), cancel), ApiJson.Default.BanReply);
    }

    private Task<string> Unban([Description("An address, or ADDRESS/LENGTH")] string address, [Description(Why)] string reason, CancellationToken cancel = default)
    {
        var prefix = ToolCalls.Prefix(address);
        return ToolCalls.Json(() => client.UnbanAsync(prefix, reason, cancel: cancel), ApiJson.Default.UnbanReply);
    }

    private Task<string> SetPosture(
        [Description("explore, balanced or hardened")] string level,
        [Description(Why)] string reason,
        [Description("Seconds; the posture before returns then")] double seconds,
        CancellationToken cancel = default)
    {
        if (!WireName.TryParse<PostureLevel>(level, out var wanted) || wanted == PostureLevel.Lockdown) throw new McpException("level: expected explore, balanced or hardened");
        return ToolCalls.Json(() => client.SetPostureAsync(new PosturePut(wanted, reason, seconds), cancel), ApiJson.Default.PostureSnapshot);
    }
}
