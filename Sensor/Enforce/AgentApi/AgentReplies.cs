using System.Text.Json;
using System.Text.Json.Serialization;
using Tegument.Contracts.Bans;

namespace Tegument.Sensor.Enforce.AgentApi;

/// <summary>The answer to a change, and to everything that went wrong.</summary>
internal sealed record AgentReply(string Status, string Message)
{
    public static AgentReply Ok(string message) => new("ok", message);

    public static AgentReply Error(string message) => new("error", message);
}

/// <summary>The answer to <c>GET /status</c>.</summary>
internal sealed record AgentStatusReply(
    string Status,
    string Message,
    string Backend,
    bool Enforcing,
    bool ObserveOnly,
    int Decided,
    int Enforced,
    string? Stale,
    long DroppedByBans,
    int Protected,
    int Crowded,
    long RefusedByKernel,
    LedgerPosition? Applied,
    string? Store,
    string? Audit);

/// <summary>The answer to <c>GET /bans</c>.</summary>
internal sealed record AgentBansReply(string Status, string Message, AgentBan[] Bans);

/// <summary>One ban of <see cref="AgentBansReply"/>.</summary>
internal sealed record AgentBan(string Ip, BanOrigin Origin, double SecondsLeft, bool InForce, long Packets, string? Refusal);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AgentReply))]
[JsonSerializable(typeof(AgentStatusReply))]
[JsonSerializable(typeof(AgentBansReply))]
[JsonSerializable(typeof(AgentAuditEntry))]
internal sealed partial class AgentJson : JsonSerializerContext;
