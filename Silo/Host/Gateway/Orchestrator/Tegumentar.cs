using System.Text.Json.Nodes;
using Orleans;
using Tegument.Contracts.Api;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Rest;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Orchestrator;

/// <summary><c>/api/tegumentar/posture</c> and <c>/status</c>. Postures are named in capitals there and taken in any case.</summary>
internal static class Tegumentar
{
    private const int MaxName = 20;

    public static async Task<JsonObject> Posture(IGrainFactory grains) => Shown(await Current(grains));

    public static async Task<JsonObject> SetPosture(JsonObject body, HttpContext context, IGrainFactory grains, AuditLog audit, TimeProvider time)
    {
        var level = Check.Name<PostureLevel>(Check.Text(body.Text("posture"), "posture", MaxName), "posture") ?? throw new InvalidOperationException("a name was checked and is none");
        var wish = new PosturePut(level, body.Text("reason") ?? "set through the tegumentar API", body.Number("until_seconds"));
        return Shown(await PostureEndpoints.Put(wish, context, grains, audit, time));
    }

    public static async Task<JsonObject> Status(IGrainFactory grains)
    {
        var hosts = await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).Hosts();
        var online = hosts.Where(host => host.Online).ToArray();
        var status = Shown(await Current(grains));
        status["environment"] = online.Any(host => host.Report.Enforcing) ? "enforcing" : "observe-only";
        status["epiderme_interface"] = string.Join(',', online.SelectMany(host => host.Report.Interfaces).Distinct().Order(StringComparer.Ordinal));
        status["hosts"] = hosts.Length;
        status["online"] = online.Length;
        return status;
    }

    internal static string NameOf(PostureLevel level) => WireName.Of(level).ToUpperInvariant();

    internal static Task<PostureSnapshot> Current(IGrainFactory grains) => grains.GetGrain<IPostureGrain>(IPostureGrain.Key).Get();

    private static JsonObject Shown(PostureSnapshot posture) => new()
    {
        ["status"] = "ok",
        ["posture"] = NameOf(posture.Level),
        ["set_by"] = posture.SetBy,
        ["reason"] = posture.Reason,
        ["set_at"] = posture.SetAt.UtcDateTime,
        ["until"] = posture.Until?.UtcDateTime,
    };
}
