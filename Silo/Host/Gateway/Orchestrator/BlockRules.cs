using System.Text;
using System.Text.Json.Nodes;
using Orleans;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Silo.Bans;
using Tegument.Silo.Host.Gateway.CrowdSec;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Gateway.Rest;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Orchestrator;

/// <summary>
/// <c>/api/v1/rules</c>: the ledger's bans as blocked addresses. A block is a ban of the caller's origin, answered once it is committed; its
/// metadata and the command id lie in the audit log.
/// </summary>
internal static class BlockRules
{
    public static async Task<JsonObject> Block(
        JsonObject body, HttpContext context, BanOperations bans, IGrainFactory grains, AuditLog audit, TimeProvider time)
    {
        var (ip, command) = (Address(body), Guid.NewGuid());
        var note = body.Metadata("metadata") is { } metadata ? $"; command {command}; metadata {metadata}" : $"; command {command}";
        var ban = new BanCreate(ip, body.Text("reason") ?? "", body.Number("ttl_seconds"));
        if (ban.TtlSeconds is { } ttl) Check.Seconds(ttl, "ttl_seconds", BanRequest.MinTtl, BanRequest.MaxTtl);
        var reply = await BanEndpoints.Make(ban, context, bans, grains, audit, time, note);
        return Done($"IP {ip} blocked successfully" + (reply.Note is { } text ? $" ({text})" : ""), command);
    }

    public static async Task<JsonObject> Unblock(JsonObject body, HttpContext context, BanOperations bans, AuditLog audit, TimeProvider time)
    {
        var (ip, command) = (Address(body), Guid.NewGuid());
        var reply = await BanEndpoints.Unban(context, bans, audit, time, ip.ToString(), body.Text("reason") ?? "unblocked", null);
        if (reply.Lifted.Length == 0) throw ApiProblemException.NotFound($"IP {ip} is not blocked" + (reply.Note is { } other ? $" ({other})" : ""));
        return Done($"IP {ip} unblocked successfully" + (reply.Note is { } note ? $" ({note})" : ""), command);
    }

    /// <summary>Sent while it is read: the ledger may hold millions.</summary>
    public static async Task List(HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var writer = new JsonArrayWriter(context);
        var (total, manual) = (0L, 0L);
        writer.Raw("{\"blocked_ips\":["u8);
        await writer.Elements(Blocked(), (ban, json) =>
        {
            json.WriteStartArray();
            json.WriteStringValue(ban.Prefix.ToString());
            json.WriteStartObject();
            json.WriteString("reason"u8, ban.Reason);
            json.WriteString("blocked_at"u8, ban.Created.UtcDateTime);
            json.WriteString("blocked_by"u8, ban.Actor);
            json.WriteNumber("ttl_seconds"u8, Math.Max(1, (long)Math.Ceiling((ban.Expires - ban.Created).TotalSeconds)));
            json.WriteNull("metadata"u8);
            json.WriteNumber("seconds_left"u8, Math.Max(0, (long)(ban.Expires - now).TotalSeconds));
            json.WriteEndObject();
            json.WriteEndArray();
        });
        writer.Raw("],\"stats\":"u8);
        var statistics = new JsonObject { ["total_blocked_ips"] = total, ["manual_blocks"] = manual, ["auto_blocks"] = total - manual };
        writer.Raw(Encoding.UTF8.GetBytes(statistics.ToJsonString() + "}"));
        await writer.Finish();

        async IAsyncEnumerable<Ban> Blocked()
        {
            await foreach (var ban in new DecisionReader(grains).ChangedAfter(0, DecisionFilter.Everything, context.RequestAborted))
            {
                total++;
                if (ban.Origin is BanOrigin.Manual or BanOrigin.Api) manual++;
                yield return ban;
            }
        }
    }

    private static IpPrefix Address(JsonObject body) => Check.Prefix(body.Text("ip"), "ip");

    private static JsonObject Done(string message, Guid command) => new() { ["success"] = true, ["message"] = message, ["command_id"] = command.ToString() };
}
